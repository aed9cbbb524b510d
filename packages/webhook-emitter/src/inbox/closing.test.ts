import { expect, it } from "vitest";
import { hastyClock, silentLine } from "../stores/postgres/silent-line.test-helpers.ts";
import { order, startInbox, storeKinds, until } from "./world.test-helpers.ts";

for (const { kind, absent, address } of storeKinds) {
  if (kind !== "postgres") continue;
  it.skipIf(absent)(
    `closes although the database has stopped answering${absent ? ` (${absent})` : ""}`,
    async () => {
      const { address: store, beSilent } = await silentLine(address());
      let finish: (() => void) | undefined;
      const handler = () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        });
      const options = { store, clock: hastyClock, storeTimeout: 3_000_000, timeout: 6_000_000 };
      const { box } = startInbox(handler, options);
      await box.open();
      expect((await box.handle(order(1))).status).toBe(200);
      await until(() => expect(finish).toBeDefined());
      beSilent();
      // What became of it cannot be written any more.
      finish?.();
      const answered = box.handle(order(2));
      await box.close({ deadline: 0 });
      // The sender comes again.
      expect((await answered).status).toBe(503);
    },
    60_000,
  );
}

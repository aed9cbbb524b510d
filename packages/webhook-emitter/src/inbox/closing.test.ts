import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { type Clock, systemClock } from "../internal/clock.ts";
import { order, startInbox, storeKinds, until } from "./world.test-helpers.ts";

/** Leads to a server, until it is silent: connections stay, and nothing passes any more, as where a network drops every packet. */
async function line(host: string, port: number) {
  const sockets = new Set<Socket>();
  let silent = false;
  const proxy = createServer((here) => {
    const there = connect({ host, port });
    for (const [from, to] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("data", (data) => {
        if (!silent) to.write(data);
      });
      from.on("close", () => to.destroy());
    }
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  });
  const beSilent = () => {
    silent = true;
  };
  return { port: (proxy.address() as AddressInfo).port, beSilent };
}

for (const { kind, absent, address } of storeKinds) {
  if (kind !== "postgres") continue;
  it.skipIf(absent)(
    `closes although the database has stopped answering${absent ? ` (${absent})` : ""}`,
    async () => {
      const url = new URL(address());
      const { port, beSilent } = await line(url.hostname, Number(url.port || 5432));
      url.hostname = "127.0.0.1";
      url.port = String(port);
      // Its own timers run a hundred times as fast.
      const clock: Clock = {
        now: systemClock.now,
        after: (milliseconds, call, kind) => systemClock.after(milliseconds / 100, call, kind),
      };
      let finish: (() => void) | undefined;
      const handler = () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        });
      const options = { store: url.href, clock, storeTimeout: 3_000_000, timeout: 6_000_000 };
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

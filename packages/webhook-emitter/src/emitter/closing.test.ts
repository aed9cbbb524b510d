import { expect, it, onTestFinished } from "vitest";
import {
  absent,
  dropSchema,
  freshAddress,
} from "../stores/postgres/postgres-world.test-helpers.ts";
import { hastyClock, silentLine } from "../stores/postgres/silent-line.test-helpers.ts";
import { createEmitter } from "./create-emitter.ts";
import { got, hook, startServer, testEvents } from "./world.test-helpers.ts";

it.skipIf(absent)(
  `closes although the database has stopped answering${absent ? ` (${absent})` : ""}`,
  async () => {
    const { address, schema } = freshAddress();
    onTestFinished(() => dropSchema(schema));
    const { address: store, beSilent } = await silentLine(address);
    let answer = () => {};
    const server = await startServer((_request, response) => {
      answer = () => response.writeHead(204).end();
    });
    const emitter = await createEmitter({
      events: testEvents(),
      store,
      webhooks: [hook(server)],
      allowPrivate: ["127.0.0.0/8"],
      allowInsecure: true,
      env: {},
      clock: hastyClock,
      log: () => {},
    });
    await emitter.publish("order.settled", { total: 1 });
    await got(server);
    beSilent();
    // What became of it cannot be written any more.
    answer();
    const published = emitter.publish("order.settled", { total: 2 });
    const refused = expect(published).rejects.toMatchObject({ code: "store_unavailable" });
    await emitter.close({ deadline: 0 });
    await refused;
  },
  60_000,
);

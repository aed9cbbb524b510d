import assert from "node:assert/strict";
import {
  createHost,
  definePlugin,
  HttpError,
  ircClient,
  slackClient,
} from "@clustaar/webhook-host";
import { announcements, logger } from "@clustaar/webhook-host/plugins";
import { hostRequest, recordingClient } from "@clustaar/webhook-host/testing";

async function use(): Promise<void> {
  const orders = definePlugin({
    name: "orders",
    setup({ route }) {
      route("/orders/:id{[0-9]+}", ({ params, response }) => {
        const { id }: { id: string } = params;
        // @ts-expect-error the pattern has no such name
        assert.equal(params.name, undefined);
        if (id === "0") throw new HttpError(404, "No such order");
        response.headers.set("x-id", id);
        return { id };
      });
      route(/\/log\/(?<day>\d+)/, ({ params }) => String(params.day));
      route("/form", { methods: ["POST"] }, ({ form }) => form.get("name") ?? "nobody");
    },
  });
  const client = recordingClient({ operators: ["op"] });
  const host = await createHost({
    plugins: [orders, announcements],
    discover: false,
    client,
    credentials: [["user", "pass"]],
    env: {},
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  assert.deepEqual(
    host
      .routes()
      .map(({ pattern }) => pattern)
      .slice(0, 2),
    ["/orders/:id{[0-9]+}", "/\\/log\\/(?<day>\\d+)/"],
  );
  const { port } = await host.listen({ port: 0, hostname: "127.0.0.1" });
  const url = `http://127.0.0.1:${port}`;
  const found = await fetch(`${url}/orders/42`);
  assert.deepEqual([await found.json(), found.headers.get("x-id")], [{ id: "42" }, "42"]);
  assert.equal(await (await fetch(`${url}/orders/0`)).text(), "No such order");
  const form = new FormData();
  form.set("name", "ann");
  assert.equal(await (await fetch(`${url}/form`, { method: "POST", body: form })).text(), "ann");
  const said = await host.handle(
    hostRequest("POST", "/announce/bots", {
      form: { message: "hello" },
      credentials: ["user", "pass"],
    }),
  );
  assert.equal(said.status, 200);
  await client.hear("op", "#bots", "helga webhooks stop");
  assert.deepEqual(client.said, [
    ["msg", "#bots", "hello"],
    ["msg", "#bots", "Webhooks service stopped"],
  ]);
  await host.close();

  assert.equal(ircClient({ server: "ircs://irc.example.org", nick: "helga" }).nick, "helga");
  assert.throws(() => slackClient({ token: undefined }), /token: expected a string/);
  assert.equal(logger.name, "logger");
}

use().then(() => console.log("used"));

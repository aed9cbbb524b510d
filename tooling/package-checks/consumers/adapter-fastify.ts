import assert from "node:assert/strict";
import { fastifyAdapter } from "@clustaar/adapter-fastify";
import { Webhook } from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";
import Fastify from "fastify";

async function use(): Promise<void> {
  const webhook = new Webhook({ privateKey: "a private key" });
  webhook.on("conversation.step_reached", () => {});
  const app = Fastify();
  app.register(fastifyAdapter, { endpoint: webhook, path: "/webhook" });
  const url = `${await app.listen({ port: 0 })}/webhook`;

  const { headers, body } = signedRequest({ privateKey: "a private key" });
  const send = (signature = headers.get("x-hub-signature")) =>
    fetch(url, {
      method: "POST",
      headers: { date: headers.get("date") ?? "", "x-hub-signature": signature ?? "" },
      body: new TextDecoder().decode(body),
    });
  const response = await send();
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { actions: [], session: { values: {} } });
  assert.equal((await send("sha1=0000000000000000000000000000000000000000")).status, 401);
  await app.close();
}

use().then(() => console.log("used"));

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import { Webhook } from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";

async function use(): Promise<void> {
  const webhook = new Webhook({ privateKey: "a private key" });
  webhook.on("conversation.step_reached", () => {});
  const server = createServer(nodeAdapter(webhook)).listen(0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

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
  server.close();
  server.closeAllConnections();
}

use().then(() => console.log("used"));

import assert from "node:assert/strict";
import { fetchAdapter } from "@clustaar/adapter-fetch";
import { Webhook } from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";

async function use(): Promise<void> {
  const webhook = new Webhook({ privateKey: "a private key" });
  webhook.on("conversation.step_reached", () => {});
  const handler = fetchAdapter(webhook);

  const { headers, body } = signedRequest({ privateKey: "a private key" });
  const send = (signature = headers.get("x-hub-signature")) =>
    handler(
      new Request("https://bot.example/webhook", {
        method: "POST",
        headers: { date: headers.get("date") ?? "", "x-hub-signature": signature ?? "" },
        body: new TextDecoder().decode(body),
      }),
    );
  const response = await send();
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { actions: [], session: { values: {} } });
  assert.equal((await send("sha1=0000000000000000000000000000000000000000")).status, 401);
}

use().then(() => console.log("used"));

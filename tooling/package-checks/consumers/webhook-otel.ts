import assert from "node:assert/strict";
import { Webhook } from "@clustaar/webhook-core";
import { simulate } from "@clustaar/webhook-core/testing";
import { instrument } from "@clustaar/webhook-otel";

async function use(): Promise<void> {
  const webhook = new Webhook().on("conversation.step_reached", () => {});
  // Without an SDK, the API does nothing.
  const endpoint = instrument(webhook, { route: "/webhook" });
  assert.equal((await simulate(endpoint)).status, 200);
}

use().then(() => console.log("used"));

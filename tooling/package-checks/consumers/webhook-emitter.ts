import assert from "node:assert/strict";
import { defineEvent, Webhook } from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";
import {
  CancelEventError,
  cancel,
  checkWebhooks,
  createEmitter,
  createEvents,
  createResponder,
  EmitterError,
} from "@clustaar/webhook-emitter";
import { inbox } from "@clustaar/webhook-emitter/inbox";
import { emitterStoreContract } from "@clustaar/webhook-emitter/testing";

async function use(): Promise<void> {
  const events = createEvents({ adjust: { example: null }, "order.paid": {} });
  events.on("before:adjust", () => {
    throw new CancelEventError("not now");
  });
  const emitter = await createEmitter({
    events,
    store: "memory:",
    webhooks: [{ name: "one", url: "https://example.com/", secret: "s", events: "order.*" }],
  });
  const name: "adjust" | "order.paid" = events.names[0] ?? "adjust";
  await assert.rejects(events.dispatch(name), CancelEventError);
  assert.equal((await emitter.explain("order.paid", null))[0]?.sent, true);
  // @ts-expect-error there is no such event
  await assert.rejects(emitter.publish("order.payed", null), EmitterError);
  await emitter.close({ deadline: 0 });

  const file = await createEmitter({ events, store: "file:hooks.db" });
  assert.equal((await file.stats()).waiting, 0);
  await file.close();

  const tick = defineEvent("tick");
  const handled: unknown[] = [];
  const webhook = new Webhook({ privateKey: "s" });
  webhook.on(tick, ({ notification }) => void handled.push(notification.event));
  const box = inbox(webhook, { store: "file:inbox.db" });
  // The file may be there from a run before: what it has had is not handled again.
  const event = { at: Date.now() };
  const notification = { topic: "tick", data: event };
  const { status } = await box.handle(signedRequest({ notification, privateKey: "s" }));
  assert.equal(status, 200);
  while (handled.length === 0) {
    await new Promise<void>((resolve) => setImmediate(() => resolve()));
  }
  assert.deepEqual(handled, [event]);
  await assert.rejects(box.retry("req_none"), EmitterError);
  await box.close();

  const responder = createResponder({ secret: "s" }).on("before:adjust", () => cancel("no"));
  assert.equal(typeof responder.handle, "function");
  assert.deepEqual(checkWebhooks("webhooks: []"), []);
  assert.equal(typeof emitterStoreContract, "function");
}

use().then(() => console.log("used"));

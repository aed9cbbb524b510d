import assert from "node:assert/strict";
import {
  events,
  sendTextAction,
  stepId,
  stepReachedResponse,
  Webhook,
} from "@clustaar/webhook-core";
import { checkEndpoint } from "@clustaar/webhook-core/adapter";
import { diagnose } from "@clustaar/webhook-core/doctor";
import { checkMethod } from "@clustaar/webhook-core/endpoint";
import { clustaar } from "@clustaar/webhook-core/signatures";
import { signedRequest, simulate, stepReachedNotification } from "@clustaar/webhook-core/testing";

async function use(): Promise<void> {
  const webhook = new Webhook({ privateKey: "a private key" });
  webhook.on(
    events.CONVERSATION_STEP_REACHED,
    ({ notification }) =>
      stepReachedResponse({
        actions: [
          ...notification.event.step.actions,
          sendTextAction({ alternatives: [`Hello ${notification.event.interlocutor.firstName}`] }),
        ],
      }),
    { filters: stepId("507f191e810c19729de860ea") },
  );

  const signed = await simulate(webhook, {
    privateKey: "a private key",
    notification: stepReachedNotification({ interlocutor: { firstName: "Tintin" } }),
  });
  assert.equal(signed.status, 200);
  assert.deepEqual(signed.answer?.actions, [sendTextAction({ alternatives: ["Hello Tintin"] })]);

  assert.throws(() => checkEndpoint("myAdapter", {} as Webhook), /myAdapter/);
  assert.throws(() => checkMethod(signedRequest({ method: "GET" }), "POST"), /GET/);
  const refused = await webhook.handle(signedRequest({ privateKey: "another" }));
  assert.equal(refused.status, 401);
  const request = signedRequest({ privateKey: "a private key" });
  assert.equal(diagnose(request, { scheme: clustaar, keys: "a private key" }).fits, true);
}

use().then(() => console.log("used"));

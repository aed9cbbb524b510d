import assert from "node:assert/strict";
import { PreservicaReceiver } from "@clustaar/webhook-preservica";
import { challengeRequest, deliveryRequest } from "@clustaar/webhook-preservica/testing";

async function use(): Promise<void> {
  const receiver = new PreservicaReceiver({ secret: "a secret" });
  const seen: unknown[] = [];
  receiver.onEvent(({ event, trigger }) => {
    seen.push(trigger, event.entityRef);
  });

  const events = [{ entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c" }];
  const delivery = { trigger: "INDEXED", events } as const;
  const taken = await receiver.handle(deliveryRequest({ secret: "a secret", ...delivery }));
  assert.equal(taken.status, 200);
  assert.deepEqual(seen, ["INDEXED", "a9e1cae8-ea06-4157-8dd4-82d0525b031c"]);

  const refused = await receiver.handle(deliveryRequest({ secret: "another", ...delivery }));
  assert.equal(refused.status, 401);
  assert.equal((await receiver.handle(challengeRequest("a code"))).status, 200);
}

use().then(() => console.log("used"));

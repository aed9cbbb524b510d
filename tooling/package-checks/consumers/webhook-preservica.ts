import assert from "node:assert/strict";
import {
  PreservicaClient,
  PreservicaError,
  type PreservicaEvent,
  PreservicaReceiver,
  PreservicaRoleError,
  readCredentials,
  triggers,
} from "@clustaar/webhook-preservica";
import {
  challengeRequest,
  deliveryRequest,
  simulatePreservica,
} from "@clustaar/webhook-preservica/testing";

async function use(): Promise<void> {
  const seen: PreservicaEvent[] = [];
  const receiver = new PreservicaReceiver({ secret: "a secret" });
  receiver.on("FULL_TEXT_INDEXED", ({ event, trigger }) => {
    const name: "INDEXED" = trigger;
    assert.equal(triggers[name], "FULL_TEXT_INDEXED");
    seen.push(event);
  });
  const delivery = deliveryRequest({
    secret: "a secret",
    trigger: "INDEXED",
    events: [{ entityRef: "a" }],
  });
  assert.equal((await receiver.handle(delivery)).status, 200);
  assert.deepEqual(seen, [{ entityRef: "a" }]);
  const forged = deliveryRequest({ secret: "another", events: [] });
  assert.equal((await receiver.handle(forged)).status, 401);
  assert.equal((await receiver.handle(challengeRequest("a code"))).status, 200);

  const platform = await simulatePreservica({ twoFactorSecret: "JBSWY3DPEHPK3PXP" });
  const preservica = new PreservicaClient({ ...platform.credentials, credentialsFile: null });
  for await (const { id } of preservica.webhooks.list()) assert.fail(id);
  assert.deepEqual(await preservica.webhooks.unsubscribeAll(), { removed: [], remaining: [] });
  const wrong = new PreservicaClient({ ...platform.credentials, password: "wrong" });
  await assert.rejects(wrong.token(), PreservicaError);
  assert.equal(new PreservicaRoleError([]).code, "role_missing");
  assert.equal(readCredentials("no-such-file").username, undefined);
  await platform.close();
}

use().then(() => console.log("used"));

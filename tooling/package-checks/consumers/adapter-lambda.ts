import assert from "node:assert/strict";
import { lambdaAdapter, lambdaStreamAdapter } from "@clustaar/adapter-lambda";
import { Webhook } from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";

async function use(): Promise<void> {
  const webhook = new Webhook({ privateKey: "a private key" });
  webhook.on("conversation.step_reached", () => {});
  const handler = lambdaAdapter(webhook);

  const { headers, body } = signedRequest({ privateKey: "a private key" });
  const send = (signature = headers.get("x-hub-signature")) =>
    handler({
      requestContext: { http: { method: "POST" } },
      rawPath: "/webhook",
      rawQueryString: "",
      // As @types/aws-lambda declares it for a load balancer.
      queryStringParameters: undefined,
      headers: { date: headers.get("date") ?? "", "x-hub-signature": signature ?? "" },
      body: Buffer.from(body).toString("base64"),
      isBase64Encoded: true,
    });
  const result = await send();
  assert.equal(result.statusCode, 200);
  assert.deepEqual(JSON.parse(result.body), { actions: [], session: { values: {} } });
  assert.equal((await send("sha1=0000000000000000000000000000000000000000")).statusCode, 401);
  assert.throws(() => lambdaStreamAdapter(webhook), /expected the global awslambda/);
}

use().then(() => console.log("used"));

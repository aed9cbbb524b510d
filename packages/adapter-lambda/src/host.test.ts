import { Webhook } from "@clustaar/webhook-core";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { expect, it } from "vitest";
import http from "./fixtures/api-gateway-http.json" with { type: "json" };
import { type LambdaHost, lambdaAdapter } from "./index.ts";

const event = { ...http, body: JSON.stringify(stepReachedNotification()), isBase64Encoded: false };

it("gives handlers the event and its context, by AWS's own types too", async () => {
  const webhook = new Webhook().host<LambdaHost<APIGatewayProxyEventV2, Context>>();
  webhook.on("conversation.step_reached", ({ host, notification }) => {
    Object.assign(notification.event.session.values, {
      stage: host.event.requestContext.stage,
      request: host.context?.awsRequestId,
    });
  });
  const context = { awsRequestId: "r-1", getRemainingTimeInMillis: () => 3000 };
  const { body } = await lambdaAdapter(webhook)(event, context);
  expect(JSON.parse(body)).toMatchObject({
    session: { values: { stage: http.requestContext.stage, request: "r-1" } },
  });
});

it("has no context where the function was called without one", async () => {
  const webhook = new Webhook().host<LambdaHost>();
  webhook.on("conversation.step_reached", ({ host, notification }) => {
    notification.event.session.values.has = host.context !== undefined;
  });
  const { body } = await lambdaAdapter(webhook)(event);
  expect(JSON.parse(body)).toMatchObject({ session: { values: { has: false } } });
});

it("refuses a webhook that counts on another host, when it is compiled", () => {
  // @ts-expect-error Lambda has no request and no response
  expect(lambdaAdapter(new Webhook().host<{ req: object; res: object }>())).toBeTypeOf("function");
});

it("lists the headers, each once and by its lower-case name", async () => {
  const seen: unknown[] = [];
  const webhook = new Webhook();
  webhook.on("conversation.step_reached", ({ request }) => {
    seen.push(Object.fromEntries(request.headers.entries?.() ?? []));
  });
  await lambdaAdapter(webhook)({
    ...event,
    headers: { "X-One": "1", "x-two": "2" },
    cookies: ["a=1", "b=2"],
  });
  const multiValueHeaders = { "X-One": ["1", "2"], "x-one": ["3"] };
  await lambdaAdapter(webhook)({ ...event, cookies: undefined, multiValueHeaders });
  expect(seen).toEqual([
    { "x-one": "1", "x-two": "2", cookie: "a=1; b=2" },
    { "x-one": "1, 2, 3" },
  ]);
});

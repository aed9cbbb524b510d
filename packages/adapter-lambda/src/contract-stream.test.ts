import { runAdapterContract } from "@clustaar/adapter-contract";
import { vi } from "vitest";
import restEvent from "./fixtures/api-gateway-rest.json" with { type: "json" };
import functionUrl from "./fixtures/function-url.json" with { type: "json" };
import { lambdaStreamAdapter } from "./index.ts";
import { awslambda, Streamed } from "./internal/aws-lambda.test-helpers.ts";
import { type Calling, lambdaHost } from "./internal/lambda-host.test-helpers.ts";
import { always, joinedBefore } from "./internal/left-out.test-helpers.ts";
import { payload2, rest } from "./internal/shapes.test-helpers.ts";

vi.stubGlobal("awslambda", awslambda);

/** As both senders read what is streamed. */
const streaming: Calling = (endpoint) => {
  const handler = lambdaStreamAdapter(endpoint);
  return async (event) => {
    const streamed = new Streamed();
    await handler(event, streamed.stream);
    if (!streamed.hasEnded) throw new Error("the stream was not ended");
    const { statusCode, headers, cookies = [] } = streamed.metadata;
    return {
      status: statusCode,
      headers: Object.fromEntries(new Headers(headers)),
      cookies,
      body: streamed.body,
    };
  };
};

runAdapterContract(
  "a Function URL, streaming",
  () => lambdaHost(functionUrl, payload2(functionUrl), streaming),
  { leavesOut: { ...always, ...joinedBefore } },
);
runAdapterContract("API Gateway REST, streaming", () => lambdaHost(restEvent, rest, streaming), {
  leavesOut: always,
});

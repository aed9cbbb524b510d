import type { Endpoint, HostContext, WebhookResponse } from "@clustaar/webhook-core";
import {
  bodyTooLarge,
  checkEndpoint,
  ignoreRejection,
  refusal,
} from "@clustaar/webhook-core/adapter";
import { lambdaRequest } from "./internal/lambda-request.ts";
import { lambdaResult } from "./internal/lambda-result.ts";
import type { LambdaEvent, LambdaResult } from "./lambda-event.ts";

/**
 * Turns an endpoint into a Lambda handler for API Gateway (REST and HTTP), Function URLs and load balancers.
 * Work given to `waitUntil` is awaited before the handler's promise resolves, as the function freezes afterwards.
 *
 * @throws `WebhookConfigError` `config_invalid` at once when `endpoint` has no `handle` or no `maxBody`; the handler, `TypeError` for an event that is no HTTP request; what is wrong with a request becomes its answer.
 *
 * @example
 * ```ts
 * import { lambdaAdapter } from "@clustaar/adapter-lambda";
 *
 * const hello = {
 *   maxBody: 1024,
 *   handle: async () => ({ status: 200, headers: {}, body: "hello" }),
 * };
 * const handler = lambdaAdapter(hello);
 * const result = await handler({
 *   requestContext: { http: { method: "POST" } },
 *   rawPath: "/webhook",
 *   rawQueryString: "",
 *   headers: {},
 *   body: "{}",
 *   isBase64Encoded: false,
 * });
 * console.log(result.body); // "hello"
 * ```
 */
export function lambdaAdapter(endpoint: Endpoint): (event: LambdaEvent) => Promise<LambdaResult> {
  checkEndpoint("lambdaAdapter", endpoint);
  return async (event) => {
    const request = lambdaRequest(event);
    const pending: Promise<unknown>[] = [];
    const host: HostContext = {
      waitUntil(work) {
        ignoreRejection(work);
        pending.push(work);
      },
    };
    let answer: WebhookResponse;
    try {
      const size = request.body.byteLength;
      if (size > endpoint.maxBody) throw bodyTooLarge(endpoint.maxBody, size);
      answer = await endpoint.handle(request, host);
    } catch (error) {
      answer = refusal(error);
    }
    // Work may hand on more work; a rejection is its maker's to report and changes no answer.
    while (pending.length > 0) await Promise.allSettled(pending.splice(0));
    return lambdaResult(event, request.method, answer);
  };
}

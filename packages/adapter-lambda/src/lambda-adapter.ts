import type { Endpoint } from "@clustaar/webhook-core";
import { checkEndpoint } from "@clustaar/webhook-core/adapter";
import { checkNumber, checkOptions } from "@clustaar/webhook-core/endpoint";
import { answerEvent } from "./internal/answer-event.ts";
import { awaitWork, LONGEST_WAIT } from "./internal/await-work.ts";
import { lambdaResult } from "./internal/lambda-result.ts";
import type { LambdaContext, LambdaEvent, LambdaHost, LambdaResult } from "./lambda-event.ts";

/** What {@link lambdaAdapter} takes besides the endpoint. */
export interface LambdaAdapterOptions {
  /**
   * The longest time, in milliseconds, that an answer waits for `waitUntil` work; default: the endpoint's `deadline`, or
   * 5000 where it has none. Never longer than the function has left.
   */
  readonly waitUntil?: number;
}

/** Milliseconds. */
const DEFAULT_WAIT = 5000;

/**
 * Turns an endpoint into a Lambda handler for API Gateway (REST and HTTP), Function URLs and load balancers.
 * Work given to `waitUntil` is awaited before the handler's promise resolves, as the function freezes afterwards, but no
 * longer than the option `waitUntil` says.
 *
 * @throws `WebhookConfigError` `config_invalid` at once when `endpoint` has no `handle` or no `maxBody`, or an option is unknown; the handler, `TypeError` for an event that is not an HTTP request; whatever is wrong with a request becomes its answer.
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
export function lambdaAdapter(
  endpoint: Endpoint<LambdaHost>,
  options: LambdaAdapterOptions = {},
): (event: LambdaEvent, context?: LambdaContext) => Promise<LambdaResult> {
  checkEndpoint("lambdaAdapter", endpoint, "export const handler = lambdaAdapter(webhook)");
  checkOptions("lambdaAdapter", options, ["waitUntil"]);
  const { waitUntil = endpoint.deadline ?? DEFAULT_WAIT } = options;
  checkNumber("lambdaAdapter: waitUntil", waitUntil, 0, "milliseconds", LONGEST_WAIT);
  // A default, so that the handler has a length of 1: the Node 24 runtime refuses handlers with a callback.
  return async (event, context = undefined) => {
    const { method, answer, pending } = await answerEvent(endpoint, event, context);
    await awaitWork("lambdaAdapter", pending, waitUntil, context);
    return lambdaResult(event, method, answer);
  };
}

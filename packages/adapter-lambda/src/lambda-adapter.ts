import type { Endpoint, HostContext, WebhookResponse } from "@clustaar/webhook-core";
import {
  bodyTooLarge,
  checkEndpoint,
  ignoreRejection,
  refuse,
} from "@clustaar/webhook-core/adapter";
import { checkNumber, checkOptions } from "@clustaar/webhook-core/endpoint";
import { lambdaBody, lambdaRequest } from "./internal/lambda-request.ts";
import { lambdaResult } from "./internal/lambda-result.ts";
import { settleWithin } from "./internal/settle-within.ts";
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
/** The longest that a timer of Node can wait, in milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1;
/** Milliseconds kept back from the function's timeout, to hand over the answer. */
const MARGIN = 250;

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
    const request = lambdaRequest(event);
    const pending: Promise<unknown>[] = [];
    const host: HostContext<LambdaHost> = {
      host: { event, context },
      waitUntil(work) {
        ignoreRejection(work);
        pending.push(work);
      },
    };
    let answer: WebhookResponse;
    try {
      request.body = lambdaBody(event, request);
      const size = request.body.byteLength;
      if (size > endpoint.maxBody) throw bodyTooLarge(endpoint.maxBody, size);
      answer = await endpoint.handle(request, host);
    } catch (error) {
      answer = refuse(endpoint, error, request);
    }
    const wait = Math.min(waitUntil, timeLeft(context));
    if (!(await settleWithin(pending, wait))) {
      console.error(
        `[webhook] lambdaAdapter: waitUntil work was still running after ${wait} ms, and freezes with the function; finish it sooner, raise waitUntil or the function's timeout, or hand it to a queue`,
      );
    }
    return lambdaResult(event, request.method, answer);
  };
}

function timeLeft(context: LambdaContext | undefined): number {
  const left = context?.getRemainingTimeInMillis?.();
  return typeof left === "number" ? Math.max(0, left - MARGIN) : Number.POSITIVE_INFINITY;
}

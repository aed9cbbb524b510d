import type { Endpoint, HostContext, WebhookRequest, WebhookResponse } from "./endpoint.ts";
import { asHttpError, type ErrorReporter } from "./error-reporter.ts";
import { WebhookError } from "./errors.ts";
import { problemResponse } from "./problem.ts";

/**
 * What {@link createEndpoint} takes besides the function that answers.
 *
 * @example
 * ```ts
 * import { type CreateEndpointOptions, errorReporter } from "@clustaar/webhook-core/endpoint";
 *
 * const options: CreateEndpointOptions = { maxBody: 64 * 1024, reporter: errorReporter() };
 * console.log(options.maxBody); // 65536
 * ```
 */
export interface CreateEndpointOptions {
  /** The largest body taken, in bytes. */
  readonly maxBody: number;
  /** Hears of every answer from 500 up. */
  readonly reporter: ErrorReporter;
}

/**
 * Makes an {@link Endpoint} of a function that may throw: an `HttpError` becomes its problem answer, anything else
 * 500 `handler_failed`; it never rejects.
 *
 * @example
 * ```ts
 * import { checkMethod, createEndpoint, errorReporter } from "@clustaar/webhook-core/endpoint";
 * import { signedRequest } from "@clustaar/webhook-core/testing";
 *
 * const ping = createEndpoint({ maxBody: 1024, reporter: errorReporter() }, async (request) => {
 *   checkMethod(request, "POST");
 *   return { status: 200, headers: { "content-type": "text/plain" }, body: "pong" };
 * });
 * console.log((await ping.handle(signedRequest({ method: "GET" }))).status); // 405
 * ```
 */
export function createEndpoint(
  { maxBody, reporter }: CreateEndpointOptions,
  respond: (request: WebhookRequest, host: HostContext | undefined) => Promise<WebhookResponse>,
): Endpoint {
  return {
    maxBody,
    async handle(request, host) {
      try {
        return await respond(request, host);
      } catch (error) {
        return refuse(error, request, reporter);
      }
    },
  };
}

function refuse(error: unknown, request: WebhookRequest, reporter: ErrorReporter): WebhookResponse {
  try {
    const refusal = asHttpError(error);
    if (refusal.status >= 500) reporter.report(refusal, request);
    return problemResponse(refusal);
  } catch (failure) {
    // What was thrown is itself broken: a getter that throws, issues that are none.
    reporter.report(new WebhookError("handler_failed", undefined, { cause: failure }), request);
    return problemResponse(new WebhookError("handler_failed"));
  }
}

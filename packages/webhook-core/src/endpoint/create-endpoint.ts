import { checkSendable } from "./check-sendable.ts";
import type { ObservableEndpoint, WebhookRequest, WebhookResponse } from "./endpoint.ts";
import { asHttpError, type ErrorReporter, errorReporter } from "./error-reporter.ts";
import { type HttpError, WebhookError } from "./errors.ts";
import { type EndpointContext, Exchange } from "./exchange.ts";
import { problemResponse } from "./problem.ts";
import { type Exchanged, ResponseTeller } from "./response-listener.ts";
import { isThenable } from "./thenable.ts";
import { WorkTracker } from "./work-tracker.ts";

/** What {@link createEndpoint} takes besides the function that answers. */
export interface CreateEndpointOptions {
  /** The largest body accepted, in bytes. */
  readonly maxBody: number;
  /** Where errors are reported; default: the endpoint's own reporter. */
  readonly reporter?: ErrorReporter;
  /**
   * Whether an inbox may acknowledge requests before they are handled: true, or why not, in words. Such an endpoint checks who
   * sent a request unless `context.accepted` is true, and then answers with `context.defer(...)`.
   */
  readonly deferrable?: true | string;
  /** How a refusal is written; default {@link problemResponse}. Where it throws, the problem answer is sent. */
  readonly refusal?: (error: HttpError) => WebhookResponse;
}

/**
 * Turns a function that may throw into an {@link Endpoint}: an `HttpError` becomes its problem answer, anything else
 * 500 `handler_failed`. It never rejects, and its answers and errors can be listened to.
 *
 * @example
 * ```ts
 * import { checkMethod, createEndpoint } from "@clustaar/webhook-core/endpoint";
 * import { signedRequest } from "@clustaar/webhook-core/testing";
 *
 * const ping = createEndpoint({ maxBody: 1024 }, async (request) => {
 *   checkMethod(request, "POST");
 *   return { status: 200, headers: { "content-type": "text/plain" }, body: "pong" };
 * });
 * ping.onResponse(({ status, code }) => console.log(status, code)); // 405 "method_not_allowed"
 * await ping.handle(signedRequest({ method: "GET" }));
 * ```
 *
 * @example
 * ```ts
 * import { createEndpoint, parseJsonObject } from "@clustaar/webhook-core/endpoint";
 * import { github } from "@clustaar/webhook-core/signatures";
 *
 * // One that an inbox may stand in front of.
 * const pushes = createEndpoint({ maxBody: 1024, deferrable: true }, (request, context) => {
 *   if (!context.accepted) github.verify(request, "s3cr3t");
 *   const payload = parseJsonObject(request.body);
 *   return context.defer(() => ({ payload }), async () => {
 *     console.log("pushed", payload.ref); // "pushed" "main"
 *     return { status: 204, headers: {}, body: "" };
 *   });
 * });
 * const body = new TextEncoder().encode('{"ref":"main"}');
 * const headers = new Headers(github.sign({ body, timestamp: Date.now() }, "s3cr3t"));
 * const query = new URLSearchParams();
 * console.log((await pushes.handle({ method: "POST", path: "/", query, headers, body })).status); // 204
 * ```
 */
export function createEndpoint(
  {
    maxBody,
    deferrable,
    reporter = errorReporter(),
    refusal: write = problemResponse,
  }: CreateEndpointOptions,
  respond: (
    request: WebhookRequest,
    context: EndpointContext,
  ) => WebhookResponse | Promise<WebhookResponse>,
): ObservableEndpoint {
  const teller = new ResponseTeller();
  const work = new WorkTracker();

  const endpoint: ObservableEndpoint = {
    maxBody,
    ...(deferrable === undefined ? {} : { deferrable }),
    async handle(request, host) {
      const exchange = new Exchange(request, host, reporter, work);
      work.begin();
      try {
        const answered = respond(request, exchange);
        // Awaiting costs a turn, so only what is pending is awaited.
        const response = isThenable(answered) ? await answered : answered;
        // An answer that no host can send becomes a 500: told here, it is told once.
        checkSendable(response);
        teller.tell(request, response.status, exchange.failure, exchange);
        return response;
      } catch (error) {
        const { refusal, response } = refusalOf(error, write);
        if (response.status >= 500) exchange.report(refusal);
        teller.tell(request, response.status, refusal, exchange);
        return response;
      } finally {
        work.end();
      }
    },
    refuse(error, request) {
      const { refusal, response } = refusalOf(error, write);
      if (response.status >= 500) reporter.report(refusal, request);
      teller.tell(request, response.status, refusal, notHandled);
      return response;
    },
    onResponse(listener) {
      teller.add(listener);
      return endpoint;
    },
    onError(listener) {
      reporter.add(listener);
      return endpoint;
    },
    idle: (options) => work.idle(options),
  };
  return endpoint;
}

/** What is known of a request that an adapter could not hand over. */
const notHandled: Exchanged = {
  topic: undefined,
  route: undefined,
  milliseconds: 0,
  failure: undefined,
  duplicate: false,
  deferred: false,
};

function refusalOf(
  error: unknown,
  write: (error: HttpError) => WebhookResponse,
): { refusal: HttpError; response: WebhookResponse } {
  try {
    const refusal = asHttpError(error);
    const response = write(refusal);
    checkSendable(response);
    return { refusal, response };
  } catch (failure) {
    // What was thrown is itself broken: a getter that throws, issues that are not issues.
    const refusal = new WebhookError("handler_failed", undefined, { cause: failure });
    return { refusal, response: problemResponse(refusal) };
  }
}

import type { Endpoint, WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import { isHttpError, WebhookError } from "../endpoint/errors.ts";
import { problemResponse } from "../endpoint/problem.ts";
import { writeError } from "../endpoint/write-to-console.ts";

/**
 * The refusal of a body over the endpoint's limit, both in bytes; `got` is what the request declares, if it does.
 *
 * @example
 * ```ts
 * import { bodyTooLarge } from "@clustaar/webhook-core/adapter";
 *
 * console.log(bodyTooLarge(1024, 2048).message); // "expected a body of at most 1024 bytes, got 2048"
 * ```
 */
export function bodyTooLarge(limit: number, got?: number): WebhookError {
  const came = got === undefined ? "more" : String(got);
  return new WebhookError(
    "body_too_large",
    `expected a body of at most ${limit} bytes, got ${came}`,
  );
}

/**
 * The refusal of a body whose stream failed: 413 where the error says so (`status` or `statusCode`: the host has a limit
 * of its own), otherwise the upload broke off.
 *
 * @example
 * ```ts
 * import { bodyFailed } from "@clustaar/webhook-core/adapter";
 *
 * console.log(bodyFailed(new Error("socket hang up"), 1024).code); // "body_incomplete"
 * console.log(bodyFailed({ status: 413 }, 1024).code); // "body_too_large"
 * ```
 */
export function bodyFailed(cause: unknown, limit: number): WebhookError {
  const { status, statusCode } = Object(cause) as { status?: unknown; statusCode?: unknown };
  if (status !== 413 && statusCode !== 413) return bodyIncomplete(cause);
  return new WebhookError(
    "body_too_large",
    `expected a body within the host's own limit, which is lower than the webhook's ${limit} bytes; send less, or raise the host's limit`,
    { cause },
  );
}

/**
 * The refusal of an upload that broke off.
 *
 * @example
 * ```ts
 * import { bodyIncomplete } from "@clustaar/webhook-core/adapter";
 *
 * console.log(bodyIncomplete().status); // 400
 * ```
 */
export function bodyIncomplete(cause?: unknown): WebhookError {
  const detail = "expected the whole body, but the upload broke off; send the request again";
  return new WebhookError("body_incomplete", detail, { cause });
}

/**
 * The 500 for a body whose raw bytes the host has used up, parsed or dropped.
 *
 * @param remedy - what has to be changed on the server, in whole sentences.
 * @param came - what was found in place of the bytes, as a clause.
 *
 * @example
 * ```ts
 * import { rawBodyUnavailable } from "@clustaar/webhook-core/adapter";
 *
 * const error = rawBodyUnavailable("Mount the webhook before express.json().");
 * console.log(error.code, error.expose); // "raw_body_unavailable" true
 * ```
 */
export function rawBodyUnavailable(
  remedy: string,
  came = "something read them first",
): WebhookError {
  return new WebhookError(
    "raw_body_unavailable",
    `expected the raw bytes of the body, over which the signature is computed, but ${came}. ${remedy}`,
    // Exposed although it is a 500: it names no internals, and it shows up on the author's first try.
    { expose: true },
  );
}

/**
 * Requires that an empty body is really what was sent: a host that drops a body (SvelteKit does, where the content type is
 * missing) leaves its `content-length` behind.
 *
 * @throws `HttpError` 500 `raw_body_unavailable`.
 *
 * @example
 * ```ts
 * import { checkEmptyBody } from "@clustaar/webhook-core/adapter";
 *
 * checkEmptyBody("POST", "0", "");
 * try {
 *   checkEmptyBody("POST", "57", "Send a content type.");
 * } catch (error) {
 *   console.log((error as { code: string }).code); // "raw_body_unavailable"
 * }
 * ```
 */
export function checkEmptyBody(
  method: string | null | undefined,
  contentLength: string | null | undefined,
  remedy: string,
): void {
  if (!mayHaveBody(method) || !(Number(contentLength) > 0)) return;
  throw rawBodyUnavailable(
    remedy,
    `the host handed over none of the ${contentLength} bytes that content-length declares`,
  );
}

const bodylessMethods = new Set(["GET", "HEAD", "CONNECT", "TRACE", "TRACK"]);

/**
 * Whether hosts hand over the body of a request of this method; fetch gives a GET none, or refuses to build it at all.
 *
 * @example
 * ```ts
 * import { mayHaveBody } from "@clustaar/webhook-core/adapter";
 *
 * console.log(mayHaveBody("POST"), mayHaveBody("GET")); // true false
 * ```
 */
export function mayHaveBody(method: string | null | undefined): boolean {
  // A request made by hand may have no method at all.
  return !method || !bodylessMethods.has(method.toUpperCase());
}

/**
 * Answers a request that an adapter could not hand over, or whose answer it could not send: through the endpoint's own
 * `refuse`, so that `onResponse` and `onError` are called, or {@link refusal} where the endpoint has none. Never throws.
 *
 * @param request - what is known of the request; an empty body where it could not be read.
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { bodyTooLarge, refuse } from "@clustaar/webhook-core/adapter";
 * import { signedRequest } from "@clustaar/webhook-core/testing";
 *
 * const webhook = new Webhook().onResponse(({ code }) => console.log(code)); // "body_too_large"
 * console.log(refuse(webhook, bodyTooLarge(1024), signedRequest()).status); // 413
 * ```
 */
export function refuse(
  endpoint: Endpoint,
  error: unknown,
  request: WebhookRequest,
): WebhookResponse {
  if (endpoint.refuse === undefined) return refusal(error);
  try {
    return endpoint.refuse(error, request);
  } catch (failure) {
    // An endpoint that broke its promise never to throw.
    return refusal(failure);
  }
}

/**
 * Turns whatever went wrong in an adapter into the answer: an `HttpError` as it says, all else (an endpoint that broke its
 * promise never to reject) into a 500 `handler_failed` that shows nothing; every 5xx is written to the console.
 * Adapters call {@link refuse}, which tells the endpoint's listeners instead.
 *
 * @example
 * ```ts
 * import { bodyTooLarge, refusal } from "@clustaar/webhook-core/adapter";
 *
 * console.log(refusal(bodyTooLarge(1024)).status); // 413
 * ```
 */
export function refusal(error: unknown): WebhookResponse {
  if (isHttpError(error)) {
    if (error.status >= 500) writeError(`[webhook] ${error.code}: ${error.message}`);
    return problemResponse(error);
  }
  writeError(
    "[webhook] The endpoint rejected or answered something that cannot be sent; an endpoint answers its own errors.",
    error,
  );
  return problemResponse(new WebhookError("handler_failed", undefined, { cause: error }));
}

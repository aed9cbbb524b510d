import type { Endpoint, WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import { errorTable } from "../endpoint/error-table.ts";
import { HttpError, isHttpError, WebhookError } from "../endpoint/errors.ts";
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
 * The 500 for a body that something else read first; `remedy` tells who runs the server what to move.
 *
 * @example
 * ```ts
 * import { rawBodyUnavailable } from "@clustaar/webhook-core/adapter";
 *
 * const error = rawBodyUnavailable("Mount the webhook before express.json().");
 * console.log(error.code, error.expose); // "raw_body_unavailable" true
 * ```
 */
export function rawBodyUnavailable(remedy: string): HttpError {
  const { status, title } = errorTable.raw_body_unavailable;
  return new HttpError(
    status,
    `expected a request whose body nobody has read, but something read it first: a signature is computed over the raw bytes. ${remedy}`,
    // Exposed although a 500: it names no internals, and whoever mounts the webhook meets it on the first try.
    { code: "raw_body_unavailable", title, expose: true },
  );
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
 * Turns whatever went wrong in an adapter into the answer: an `HttpError` as it says, all else (an
 * endpoint that broke its promise never to reject) into a 500 `handler_failed` that is written to
 * the console and not shown. Adapters call {@link refuse}, which tells the endpoint's listeners too.
 *
 * @example
 * ```ts
 * import { bodyTooLarge, refusal } from "@clustaar/webhook-core/adapter";
 *
 * console.log(refusal(bodyTooLarge(1024)).status); // 413
 * ```
 */
export function refusal(error: unknown): WebhookResponse {
  if (isHttpError(error)) return problemResponse(error);
  writeError(
    "[webhook] The endpoint rejected or answered something that cannot be sent; an endpoint answers its own errors.",
    error,
  );
  return problemResponse(new WebhookError("handler_failed", undefined, { cause: error }));
}

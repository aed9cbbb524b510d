// RFC 9110 asks for a challenge on every 401.
const basicChallenge = { "www-authenticate": 'Basic realm="webhook", charset="UTF-8"' };
const signatureChallenge = { "www-authenticate": "Signature" };

/**
 * Every refusal of the receive path: its code, its status and the sentence a client reads.
 *
 * @example
 * ```ts
 * import { errorTable } from "@clustaar/webhook-core";
 *
 * console.log(errorTable.request_too_old.status); // 400
 * ```
 */
export const errorTable = {
  body_too_large: { status: 413, title: "The body is larger than this endpoint accepts" },
  body_incomplete: { status: 400, title: "The body ended before it was complete" },
  method_not_allowed: {
    status: 405,
    title: "This endpoint accepts POST only",
    headers: { allow: "POST" },
  },
  credentials_missing: {
    status: 401,
    title: "Basic credentials are required",
    headers: basicChallenge,
  },
  credentials_invalid: {
    status: 401,
    title: "The credentials are not accepted",
    headers: basicChallenge,
  },
  signature_missing: {
    status: 401,
    title: "The request is not signed",
    headers: signatureChallenge,
  },
  signature_malformed: {
    status: 401,
    title: "The signature cannot be read",
    headers: signatureChallenge,
  },
  signature_unsupported: {
    status: 401,
    title: "The signature's algorithm is not supported",
    headers: signatureChallenge,
  },
  signature_invalid: {
    status: 401,
    title: "The signature does not match the request",
    headers: signatureChallenge,
  },
  date_missing: { status: 400, title: "The request has no date" },
  date_invalid: { status: 400, title: "The request's date cannot be read" },
  request_too_old: { status: 400, title: "The request is too old" },
  request_from_future: { status: 400, title: "The request comes from the future" },
  encoding_unsupported: {
    status: 415,
    title: "The encoding of the body is not supported",
    headers: { "accept-encoding": "identity" },
  },
  body_not_json: { status: 400, title: "The body is not a JSON object" },
  body_too_deep: { status: 400, title: "The body is nested too deeply" },
  no_route: { status: 404, title: "No route handles this event" },
  payload_invalid: { status: 422, title: "The body does not fit this event" },
  duplicate_pending: { status: 409, title: "The same request is being handled" },
  turn_pending: { status: 409, title: "An earlier turn of the conversation is being handled" },
  turn_lost: {
    status: 409,
    title: "Another turn of the conversation has taken the place of this one",
  },
  store_unavailable: { status: 503, title: "The store of this endpoint is not available" },
  secret_unavailable: { status: 500, title: "A secret of this endpoint is not available" },
  handler_failed: { status: 500, title: "The handler failed" },
  request_aborted: { status: 499, title: "The request was aborted before it was answered" },
  handler_timeout: { status: 504, title: "The handler took too long" },
  response_invalid: { status: 500, title: "The handler's answer is not valid" },
  answer_awaited: {
    status: 500,
    title: "The sender waits for an answer that no acknowledgement can stand in for",
  },
  raw_body_unavailable: {
    status: 500,
    title: "The raw body was consumed before the webhook saw it",
  },
} as const satisfies Record<string, ErrorDefinition>;

/** A code of {@link errorTable}. */
export type WebhookErrorCode = keyof typeof errorTable;

/** One row of an error table: the HTTP status, the sentence a client reads and the headers that go with it. */
export interface ErrorDefinition {
  /** The HTTP status, 400 to 599. */
  readonly status: number;
  /** The sentence a client reads, the same for every error of this code. */
  readonly title: string;
  /** Headers that go with the answer, by lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

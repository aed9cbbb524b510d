import {
  type HttpError,
  isHttpError,
  messageOf,
  WebhookError,
  type WebhookRequest,
} from "@clustaar/webhook-core/endpoint";

/** Milliseconds between two reports: anyone may send a header that looks like a signature. */
const QUIET = 60_000;
const looksSigned = /^[0-9a-f]{64}$/i;

/**
 * Picks out the requests that an adapter refused for their size and that may have been deliveries: unread, their signature
 * cannot be checked, so only the first of each minute is reported.
 */
export class UnreadDeliveries {
  #last = Number.NEGATIVE_INFINITY;

  /** The error to report, or nothing. */
  reportOf(error: unknown, { headers }: WebhookRequest): HttpError | undefined {
    if (!isHttpError(error) || error.code !== "body_too_large") return undefined;
    if (!looksSigned.test(headers.get("preservica-signature") ?? "")) return undefined;
    const now = performance.now();
    if (now - this.#last < QUIET) return undefined;
    this.#last = now;
    return new WebhookError(
      "body_too_large",
      `${messageOf(error)}; it has the header of a signed delivery, and may be one whose events are lost (its body was not read, so its signature was not checked): raise maxBody`,
      { cause: error },
    );
  }
}

import { WebhookError } from "../endpoint/errors.ts";
import { messageOf } from "../endpoint/message-of.ts";

/** The refusal of a duplicate whose first delivery takes too long. */
export function stillPending(milliseconds: number): WebhookError {
  return new WebhookError(
    "duplicate_pending",
    `the first delivery was not answered within ${milliseconds} ms; send this one again later`,
  );
}

/** Why work is given up whose claim another delivery may have now. */
export function claimLost(): WebhookError {
  return new WebhookError(
    "duplicate_pending",
    "the claim of this delivery ran out while it was handled, so another delivery of it may have been handled beside it; was the process paused, or the store cleared?",
  );
}

/** A store that is down or too slow: what failed, and what that means for the deliveries. */
export function storeFailed(method: string, cause: unknown, effect: string): WebhookError {
  const message = `idempotency.store.${method} failed: ${messageOf(cause)}; ${effect}`;
  return new WebhookError("store_unavailable", message, { cause });
}

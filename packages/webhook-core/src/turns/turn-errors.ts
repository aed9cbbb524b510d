import { WebhookError } from "../endpoint/errors.ts";
import { messageOf } from "../endpoint/message-of.ts";

/** The refusal of a turn whose earlier turns take too long. */
export function turnPending(milliseconds: number): WebhookError {
  return new WebhookError(
    "turn_pending",
    `the earlier turns were not over within ${milliseconds} ms; send this one again later`,
  );
}

/** Why a handler is stopped beside which another turn may be handled now. */
export function turnLost(): WebhookError {
  return new WebhookError(
    "turn_lost",
    "the turn ran out while it was handled, so the next one may be handled beside it; was the process paused, or the store cleared?",
  );
}

/** Why a handler is stopped whose answer nobody will see. */
export function turnSuperseded(): WebhookError {
  return new WebhookError("turn_lost", "a later turn has taken the place of this one");
}

/** A store that is down or too slow, and what that means for the turn. */
export function turnStoreFailed(cause: unknown, effect: string): WebhookError {
  const message = `concurrency.store failed: ${messageOf(cause)}; ${effect}`;
  return new WebhookError("store_unavailable", message, { cause });
}

import { WebhookConfigError, WebhookError } from "../../../endpoint/errors.ts";

/** Requires that `sentAt` is within `seconds` of `now`, either side; both are epoch milliseconds. */
export function requireWithin(sentAt: number, now: number, seconds: number): void {
  // Comparisons with NaN are all false: unchecked, it would switch the check off.
  if (typeof seconds !== "number" || !Number.isFinite(seconds) || seconds < 0) {
    throw new WebhookConfigError(
      `expected a number of seconds, zero or more, got ${String(seconds)}`,
    );
  }
  if (!Number.isFinite(now)) {
    throw new WebhookConfigError(`expected now in milliseconds since 1970, got ${String(now)}`);
  }
  const age = now - sentAt;
  if (age > seconds * 1000) {
    throw new WebhookError(
      "request_too_old",
      `expected a request sent within ${seconds} s, got one sent ${Math.round(age / 1000)} s ago; send it again, or ${remedy(age)}`,
    );
  }
  if (age < -seconds * 1000) {
    throw new WebhookError(
      "request_from_future",
      `expected a request sent within ${seconds} s, got one dated ${Math.round(-age / 1000)} s ahead; ${remedy(age)}`,
    );
  }
}

/** Milliseconds; a clock that is wrong by more counts something else. */
const TEN_YEARS = 10 * 365 * 24 * 60 * 60 * 1000;

function remedy(age: number): string {
  return Math.abs(age) < TEN_YEARS
    ? "check both clocks"
    : "check that both clocks count milliseconds since 1970, as Date.now() does";
}

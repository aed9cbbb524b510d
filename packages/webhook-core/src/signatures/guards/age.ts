import { WebhookError } from "../../endpoint/errors.ts";
import { parseHttpDate } from "./http-date.ts";
import { requireWithin } from "./internal/within.ts";

/**
 * Requires that a Date header (an HTTP-date) is within `maxAgeSeconds` of `now` (epoch milliseconds), either side.
 *
 * @throws WebhookError 400 `date_missing`, `date_invalid`, `request_too_old` or `request_from_future`.
 * @throws WebhookConfigError `config_invalid` when `maxAgeSeconds` is not a number of seconds, zero or more.
 *
 * @example
 * ```ts
 * import { checkAge } from "@clustaar/webhook-core/signatures";
 *
 * const now = Date.UTC(2026, 10, 22, 10, 0, 9);
 * checkAge("Sun, 22 Nov 2026 10:00:00 GMT", now, 10);
 * console.log("young enough");
 * ```
 */
export function checkAge(
  dateHeader: string | null | undefined,
  now: number,
  maxAgeSeconds: number,
): void {
  if (dateHeader === null || dateHeader === undefined || dateHeader === "") {
    throw new WebhookError("date_missing", "expected the header Date, got none");
  }
  const sentAt = parseHttpDate(dateHeader);
  if (sentAt === undefined) {
    throw new WebhookError(
      "date_invalid",
      "expected the header Date as an HTTP-date such as Sun, 06 Nov 1994 08:49:37 GMT, got something else",
    );
  }
  requireWithin(sentAt, now, maxAgeSeconds);
}

import { WebhookConfigError } from "../../endpoint/errors.ts";
import { kindOf } from "../../endpoint/kind-of.ts";
import { checkOptions } from "../../endpoint/option-checks.ts";
import type { VerifyOptions } from "../types.ts";

const names = ["now", "tolerance"];

/** Options as `verify` was given them, with the clock read. */
export interface CheckedOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds; undefined where it was left out. */
  readonly tolerance: number | undefined;
}

/** Checks the options before anything else, so that a wrong one shows on the first request, whatever its signature. */
export function checkVerifyOptions(
  scheme: string,
  options: VerifyOptions | undefined,
): CheckedOptions {
  if (options === undefined) return { now: Date.now(), tolerance: undefined };
  checkOptions(`${scheme}.verify`, options, names);
  const { now, tolerance } = options;
  // Comparisons with NaN are all false: unchecked, it would switch the check off.
  if (now !== undefined && !Number.isFinite(now)) {
    throw new WebhookConfigError(
      `${scheme}.verify: now: expected milliseconds since 1970, got ${typeof now === "number" ? now : kindOf(now)}`,
    );
  }
  if (tolerance !== undefined && !(Number.isFinite(tolerance) && tolerance >= 0)) {
    throw new WebhookConfigError(
      `${scheme}.verify: tolerance: expected a number of seconds from 0 up, got ${typeof tolerance === "number" ? tolerance : kindOf(tolerance)}`,
    );
  }
  return { now: now ?? Date.now(), tolerance };
}

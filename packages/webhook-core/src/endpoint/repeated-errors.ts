import { type HttpError, WebhookError } from "./errors.ts";
import { messageOf } from "./message-of.ts";

const MINUTE = 60_000;

/** Errors that every request meets while something else is down; they are reported once a minute. */
const repeated: ReadonlySet<string> = new Set(["store_unavailable"]);

/** Lets through what is to be reported now; what was held back is counted in the next report. */
export function repeatedErrors(): (error: HttpError) => HttpError | undefined {
  let next = Number.NEGATIVE_INFINITY;
  let heldBack = 0;
  return (error) => {
    if (!repeated.has(error.code)) return error;
    const now = performance.now();
    if (now < next) {
      heldBack += 1;
      return undefined;
    }
    next = now + MINUTE;
    if (heldBack === 0) return error;
    const message = `${messageOf(error)} (and ${heldBack} more since the last report)`;
    heldBack = 0;
    return new WebhookError("store_unavailable", message, { cause: error.cause });
  };
}

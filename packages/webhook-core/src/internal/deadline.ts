import { HttpError, WebhookError } from "../errors.ts";

/** `setTimeout` fires at once above this many milliseconds. */
export const LONGEST_TIMEOUT = 2_147_483_647;

/**
 * Gives what `work` gives, or refuses after `milliseconds` (null: waits as long as it takes).
 * Work that is too late goes on; `abort` tells it, and `late` hears of a failure that nobody waits for any more.
 *
 * @throws WebhookError `handler_timeout`
 */
export function withDeadline<T>(
  milliseconds: number | null,
  work: () => Promise<T>,
  abort: (reason: unknown) => void,
  late: (error: unknown) => void,
): Promise<T> {
  if (milliseconds === null) return work();
  return new Promise<T>((resolve, reject) => {
    let over: WebhookError | undefined;
    const timer = setTimeout(() => {
      over = new WebhookError(
        "handler_timeout",
        `expected an answer within ${milliseconds} ms; raise \`deadline\` or hand slow work to \`waitUntil\``,
      );
      abort(over);
      reject(over);
    }, milliseconds);
    work().then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (over === undefined) reject(error);
        else if (rootOf(error) !== over) late(error);
      },
    );
  });
}

/** A handler that stops because its signal was aborted rejects with the signal's own reason. */
function rootOf(error: unknown): unknown {
  return error instanceof HttpError && error.cause !== undefined ? error.cause : error;
}

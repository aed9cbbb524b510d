import { ConversationError } from "../errors.ts";

/**
 * Waits for work, `timeout` milliseconds at most.
 *
 * @throws ConversationError `timed_out`; the signal is aborted then.
 */
export async function within<T>(
  timeout: number,
  who: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new ConversationError(
        "timed_out",
        `no answer from ${who} within ${timeout} ms; raise \`timeout\`, or look for what it waits for`,
      );
      controller.abort(error);
      reject(error);
    }, timeout);
  });
  try {
    return await Promise.race([work(controller.signal), expired]);
  } finally {
    clearTimeout(timer);
  }
}

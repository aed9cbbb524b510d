import type { Clock } from "../internal/clock.ts";
import type { Log } from "../internal/log.ts";

/** How long the store may take beyond what is under way, in milliseconds. */
const STORE_GRACE = 10_000;

/** What is ended, and how. */
export interface Ending<T> {
  readonly clock: Clock;
  readonly log: Log;
  /** How long what is under way may take, in milliseconds. */
  readonly deadline: number;
  /** Ends what works with the store. */
  stop(): Promise<T>;
  closeStore(): Promise<void>;
}

/**
 * Stops what works with a store, then closes the store. One that does not answer is closed before: that ends what waits for it, and
 * it must not keep the process from ending.
 */
export async function stopAndClose<T>(ending: Ending<T>): Promise<T> {
  const { clock, log, deadline } = ending;
  let closed: Promise<void> | undefined;
  const closeStore = () => {
    closed ??= ending.closeStore();
    return closed;
  };
  const cancel = clock.after(deadline + STORE_GRACE, () => {
    closeStore().catch((error: unknown) => {
      const message = "the store could not be closed";
      log({ level: "error", code: "store.failed", message, fields: {}, error });
    });
  });
  const stopped = await ending.stop();
  cancel();
  await closeStore();
  return stopped;
}

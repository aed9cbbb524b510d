/** Gives what `work` gives, or rejects with the signal's reason: some do not listen to their signal. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    // The first to give up has told the caller; the other must not become an unhandled rejection.
    work.catch(() => {});
    aborted.catch(() => {});
  }
}

/** A signal that is aborted by another one, or after a time. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether it was the time. */
  readonly over: boolean;
  /** Stops the clock. */
  clear(): void;
}

/** Starts the clock; it does not keep the process alive. */
export function deadline(
  milliseconds: number,
  outer: AbortSignal | undefined,
  reason: () => unknown,
): Deadline {
  const controller = new AbortController();
  let over = false;
  const follow = () => controller.abort(outer?.reason);
  const clear = () => {
    clearTimeout(timer);
    outer?.removeEventListener("abort", follow);
  };
  const timer = setTimeout(() => {
    over = true;
    clear();
    controller.abort(reason());
  }, milliseconds);
  timer.unref();
  if (outer?.aborted) follow();
  else outer?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    get over() {
      return over;
    },
    clear,
  };
}

/** Signals that ask a process to end: Ctrl-C, a supervisor, a closed terminal. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs work with a signal that is aborted when this process is asked to end; afterwards signals do what they did before. */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const ending of endings) process.once(ending, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const ending of endings) process.off(ending, abort);
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

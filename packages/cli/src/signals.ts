import type { Io } from "./io.ts";

/** Signals that ask a process to end: Ctrl-C, a supervisor, a closed terminal. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs work with a signal that is aborted when the process is asked to end; afterwards signals do what they did before. */
export async function interruptible<Result>(
  { signals }: Io,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const ending of endings) signals.once(ending, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const ending of endings) signals.off(ending, abort);
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

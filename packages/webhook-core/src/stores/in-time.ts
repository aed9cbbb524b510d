/**
 * Gives what `work` gives, or rejects after `milliseconds` with what `overdue` makes. Work that is too late goes on; what
 * it gives then goes to `late`.
 */
export function inTime<T>(
  milliseconds: number,
  work: Promise<T>,
  overdue: () => Error,
  late: (value: T) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      reject(overdue());
    }, milliseconds);
    work.then(
      (value) => {
        clearTimeout(timer);
        if (over) late(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** A promise that is kept after `milliseconds`; `clear` frees the timer, and then it never is. */
export function timer(milliseconds: number): { done: Promise<void>; clear: () => void } {
  let handle: ReturnType<typeof setTimeout> | undefined;
  const done = new Promise<void>((resolve) => {
    handle = setTimeout(resolve, milliseconds);
  });
  return { done, clear: () => clearTimeout(handle) };
}

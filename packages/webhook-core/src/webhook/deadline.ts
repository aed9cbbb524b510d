/**
 * Gives what `work` gives, or rejects with what `overdue` makes after `milliseconds` (null: waits as long as it takes).
 * Work that is too late goes on, and `late` is given a failure that nobody waits for anymore.
 */
export function withDeadline<T>(
  milliseconds: number | null,
  work: () => Promise<T>,
  overdue: (milliseconds: number) => Error,
  late: (error: unknown) => void,
): Promise<T> {
  if (milliseconds === null) return work();
  return new Promise<T>((resolve, reject) => {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      reject(overdue(milliseconds));
    }, milliseconds);
    work().then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (over) late(error);
        else reject(error);
      },
    );
  });
}

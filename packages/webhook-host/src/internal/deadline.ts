/**
 * Waits for work, for a number of milliseconds at most.
 *
 * @throws Error with `message` when the time has passed first; what the work gives later is dropped.
 */
export async function within<T>(
  work: Promise<T>,
  milliseconds: number,
  message: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // It may fail after nobody waits for it any more.
    work.catch(() => {});
  }
}

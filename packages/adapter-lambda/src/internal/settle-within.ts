/**
 * Waits until all work, and the work it hands on meanwhile, has settled; a rejection is its maker's to report.
 *
 * @returns false when some of it is still running after `milliseconds`.
 */
export async function settleWithin(
  pending: Promise<unknown>[],
  milliseconds: number,
): Promise<boolean> {
  if (pending.length === 0) return true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  try {
    while (pending.length > 0) {
      const settled = Promise.allSettled(pending.splice(0)).then(() => true);
      if (!(await Promise.race([settled, over]))) return false;
    }
    return true;
  } finally {
    clearTimeout(timer);
  }
}

import type { PreservicaIdempotencyOptions } from "./receiver-options.ts";

/** Milliseconds between two looks at a store that cannot tell when a claim is settled. */
const POLL = 50;

/** Runs work that is to be done once and throws what it throws; `pending`: another delivery is still at it. */
export type Once = (key: string, work: () => Promise<void>) => Promise<"done" | "pending">;

/** Does the work each time: for a receiver without idempotency. */
export const always: Once = async (_key, work) => {
  await work();
  return "done";
};

/**
 * Does work whose key is not recorded, and records it; failed work is left to the next delivery.
 * One budget of waiting serves the whole delivery, however many events somebody else is at.
 */
export function onceEach(
  { store, ttl, lease, wait }: Required<PreservicaIdempotencyOptions>,
  report: (error: unknown) => void,
): Once {
  const patience = budget(wait);
  return async function once(key, work) {
    for (;;) {
      const claim = await store.claim(key, lease);
      if (claim.state === "done") return "done";
      if (claim.state === "new") break;
      if (!(await patience.waitFor(claim.settled))) return "pending";
    }
    try {
      await work();
    } catch (error) {
      await settle(() => store.release(key), report);
      throw error;
    }
    await settle(() => store.complete(key, { status: 200, headers: {}, body: "" }, ttl), report);
    return "done";
  };
}

/** The event is handled: a store that fails now must not undo that. */
async function settle(
  act: () => void | Promise<void>,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    report(error);
  }
}

/** Says whether there is time left after having waited for `settled`, or for the next look. */
function budget(milliseconds: number): {
  waitFor: (settled: Promise<void> | undefined) => Promise<boolean>;
} {
  let end: number | undefined;
  return {
    async waitFor(settled) {
      end ??= performance.now() + milliseconds;
      const left = end - performance.now();
      if (left <= 0) return false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, settled === undefined ? Math.min(POLL, left) : left);
      });
      await Promise.race([settled ?? timeout, timeout]);
      clearTimeout(timer);
      return true;
    },
  };
}

import type { IdempotencyStore } from "./store.ts";

/** Work that takes longer is treated as work that never comes back: its claim runs out, and the next delivery is handled. */
const LONGEST_HOLD = 10 * 60 * 1000;

/** Called as holding a claim goes wrong. */
export interface HoldListeners {
  /** Somebody else may have claimed the key. */
  readonly onLost: () => void;
  /** The store failed; the claim is renewed again later. */
  readonly onFailure: (error: unknown) => void;
}

/** Renews a claim three times a lease, for ten minutes at most, until the returned function is called. */
export function holdClaim(
  store: IdempotencyStore,
  token: string,
  leaseSeconds: number,
  { onLost, onFailure }: HoldListeners,
): () => void {
  const began = performance.now();
  let held = true;
  const timer = setInterval(renew, Math.min((leaseSeconds * 1000) / 3, LONGEST_HOLD));

  async function renew(): Promise<void> {
    if (performance.now() - began > LONGEST_HOLD) return stop();
    try {
      const renewed = await store.renew(token, leaseSeconds);
      if (renewed !== false || !held) return;
      stop();
      onLost();
    } catch (error) {
      if (held) onFailure(error);
    }
  }

  function stop(): void {
    held = false;
    clearInterval(timer);
  }

  return stop;
}

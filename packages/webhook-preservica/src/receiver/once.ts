import { randomUUID } from "node:crypto";
import type { Claim } from "@clustaar/webhook-core";
import type { Left } from "./left.ts";
import type { PreservicaIdempotencyOptions } from "./receiver-options.ts";

/** Milliseconds between two looks at a store that cannot tell when a claim is settled. */
const POLL = 50;

/** Does what is left of a delivery and says what is left then; it calls `keep` after each work, so that the claim holds. */
export type Run = (left: Left, keep: (left: () => Left) => Promise<void>) => Promise<Left>;

/** Runs what is left of all the works of a delivery; `pending`: another delivery of the same is still at it. */
export type Once = (key: string, all: Left, run: Run) => Promise<"done" | "pending">;

/** Does all the works each time: for a receiver without idempotency. */
export const always: Once = async (_key, all, run) => {
  await run(all, async () => {});
  return "done";
};

/** What {@link onceEach} needs of the request's surroundings. */
export interface OnceContext {
  readonly report: (error: unknown) => void;
  /** Goes on with work after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * Does the works of a delivery that are not recorded, and records them. A store keeps an answer and no more, so the
 * records are a chain: each says what was left, and the name of the one that comes after it.
 */
export function onceEach(
  { store, ttl, lease, wait }: Required<PreservicaIdempotencyOptions>,
  { report, waitUntil }: OnceContext,
): Once {
  return async function once(key, all, run) {
    const patience = budget(wait);
    let name = key;
    let left = all;
    let claim: Extract<Claim, { state: "new" }> | undefined;
    while (claim === undefined) {
      const found = checkedClaim(await store.claim(name, lease));
      if (found.state === "new") {
        claim = found;
      } else if (found.state === "pending") {
        if (!(await patience.waitFor(found.settled))) return "pending";
      } else {
        const record = readRecord(found.value);
        if (record.left.length === 0) return "done";
        left = record.left;
        name = `${key}/${record.next}`;
      }
    }

    let { token } = claim;
    let renewal = performance.now() + lease * 500;
    /** Before the claim runs out, what is done is recorded, and the next claim of the chain goes on. */
    async function keep(leftNow: () => Left): Promise<void> {
      if (performance.now() < renewal) return;
      try {
        const still = leftNow();
        const next = randomUUID();
        const following = checkedClaim(await store.claim(`${key}/${next}`, lease));
        // Claimed first: nobody who waits for this one may get in between.
        await store.complete(token, recordOf(still, next), ttl);
        left = still;
        if (following.state === "new") token = following.token;
      } catch (error) {
        report(error);
      }
      renewal = performance.now() + lease * 500;
    }

    const still = await run(left, keep);
    const ours = token;
    const release = () => store.release(ours);
    const complete = () => store.complete(ours, recordOf(still, randomUUID()), ttl);
    // The works are done: a store that is slow or fails now must not undo that.
    if (same(still, left)) waitUntil(settled(release, undefined, report));
    else waitUntil(settled(complete, release, report));
    return "done";
  };
}

function recordOf(left: Left, next: string): string {
  return JSON.stringify({ left, next });
}

function readRecord(text: string): { left: Left; next: string } {
  return JSON.parse(text); // written by `recordOf`
}

/** Nothing was done: another record would say nothing new. */
function same(one: Left, other: Left): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function checkedClaim(claim: Claim): Claim {
  const state: unknown = claim?.state;
  if (state === "new" || state === "done" || state === "pending") return claim;
  throw new TypeError(
    `idempotency.store.claim: expected { state: "new" | "done" | "pending" }, got ${String(state)}`,
  );
}

async function settled(
  act: () => unknown,
  otherwise: (() => unknown) | undefined,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    report(error);
    if (otherwise !== undefined) await settled(otherwise, undefined, report);
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

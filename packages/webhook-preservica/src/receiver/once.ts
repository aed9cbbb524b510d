import { setImmediate as turn } from "node:timers/promises";
import type { HeldClaim } from "@clustaar/webhook-core";
import { allOf, type Left } from "./left.ts";

/** Milliseconds between two notes of how far a delivery is. */
const NOTED_EVERY = 1_000;

/** Called after each handler with what is left by then. */
export type Note = (left: () => Left) => Promise<void>;

/** Calls the handlers that are left and says which are left then: those that failed. */
export type CallEach = (left: Left, note: Note) => Promise<Left>;

/**
 * Calls the handlers of a delivery that no earlier one has called with success, and keeps in its claim what is left: a
 * delivery that is sent again, or whose process died, goes on from there.
 */
export async function callWhatIsLeft(
  claim: HeldClaim,
  count: number,
  callEach: CallEach,
): Promise<void> {
  const before = claim.value === undefined ? allOf(count) : readLeft(claim.value, count);
  let noted = performance.now();
  const left = await callEach(before, async (leftNow) => {
    if (performance.now() - noted < NOTED_EVERY) return;
    noted = performance.now();
    claim.progress(JSON.stringify(leftNow()));
    // Handlers that never wait would keep the store from being asked.
    await turn();
  });
  if (left.length === 0) claim.complete("done");
  // Where no handler succeeded there is nothing new to keep.
  else if (!same(left, before)) claim.progress(JSON.stringify(left));
}

function same(one: Left, other: Left): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** @throws TypeError when the store gives another text than it was given. */
function readLeft(text: string, count: number): Left {
  const left = jsonOf(text);
  let next = 0;
  const isRange = (range: unknown) => {
    const [first, last] = Array.isArray(range) && range.length === 2 ? range : [];
    const ordered =
      Number.isInteger(first) && Number.isInteger(last) && next <= first && first <= last;
    next = last + 1;
    return ordered;
  };
  if (Array.isArray(left) && left.every(isRange) && next <= count) return left;
  throw new TypeError(
    "idempotency.store.claim: expected the value that `renew` was given, got another; does something else write to this store?",
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

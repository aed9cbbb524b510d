import { setImmediate as turn } from "node:timers/promises";
import type { HeldClaim } from "@clustaar/webhook-core";
import { allOf, type Left } from "./left.ts";

/** Milliseconds between two records of what is left of a delivery. */
const NOTED_EVERY = 1_000;

/** Called after each handler, with a function that says what is left by then. */
export type Note = (left: () => Left) => Promise<void>;

/** Makes the calls that are left, and gives those that failed. */
export type CallEach = (left: Left, note: Note) => Promise<Left>;

/**
 * Makes the calls of a delivery that have not succeeded before, and records in its claim what is left: when the delivery
 * is sent again, because a call failed or the process died, it continues from there.
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
    // Handlers that never wait would block the store's own I/O.
    await turn();
  });
  if (left.length === 0) claim.complete("done");
  // If no call succeeded, there is nothing new to record.
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

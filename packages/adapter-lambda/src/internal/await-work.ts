import type { LambdaContext } from "../lambda-event.ts";
import { settleWithin } from "./settle-within.ts";

/** The longest that a timer of Node can wait, in milliseconds. */
export const LONGEST_WAIT = 2 ** 31 - 1;
/** Milliseconds kept back from the function's timeout, to end in good order. */
const MARGIN = 250;

/**
 * Waits for `waitUntil` work, at most `limit` milliseconds and never longer than the function has left; names on the console
 * what is still running then.
 */
export async function awaitWork(
  adapterName: string,
  pending: Promise<unknown>[],
  limit: number,
  context: LambdaContext | undefined,
): Promise<void> {
  const wait = Math.min(limit, timeLeft(context));
  if (await settleWithin(pending, wait)) return;
  console.error(
    `[webhook] ${adapterName}: waitUntil work was still running after ${wait} ms, and freezes with the function; finish it sooner, raise waitUntil or the function's timeout, or hand it to a queue`,
  );
}

function timeLeft(context: LambdaContext | undefined): number {
  const left = context?.getRemainingTimeInMillis?.();
  return typeof left === "number" ? Math.max(0, left - MARGIN) : Number.POSITIVE_INFINITY;
}

import { kindOf } from "../endpoint/kind-of.ts";
import { inTime, timer } from "./in-time.ts";
import type { OnceContext } from "./once.ts";
import { stillPending, storeFailed } from "./once-errors.ts";
import type { OnceOptions } from "./once-options.ts";
import type { Claim, IdempotencyStore } from "./store.ts";

/** Milliseconds between two looks at a store that cannot tell when a claim is settled. */
const POLL = 50;

type Policy = Required<OnceOptions>;

/** The outcome of a claim once there is nothing to wait for; `unkept`: the store is down, and the work goes on without it. */
export type Claimed = Exclude<Claim, { state: "pending" }> | { readonly state: "unkept" };

/**
 * Claims a key, or waits for the delivery that has it.
 *
 * @throws WebhookError `duplicate_pending`, `store_unavailable`; TypeError when the store gives something that is not a claim.
 */
export async function claimKey(
  policy: Policy,
  key: string,
  context: OnceContext,
): Promise<Claimed> {
  const found = await firstClaim(policy, key, context);
  if (found.state !== "pending") return found;
  context.onPending?.();
  const patience = timer(policy.wait);
  try {
    return await settledClaim(policy, key, context, found.settled, patience.done);
  } finally {
    patience.clear();
  }
}

async function firstClaim(
  policy: Policy,
  key: string,
  { report, waitUntil }: OnceContext,
): Promise<Claim | Claimed> {
  try {
    return await claimInTime(policy, key, waitUntil);
  } catch (cause) {
    if (cause instanceof NotAClaim) throw cause;
    if (policy.onStoreError === "refuse") {
      throw storeFailed("claim", cause, "deliveries are refused until it is back");
    }
    report(storeFailed("claim", cause, "deliveries are handled without it, duplicates twice"));
    return { state: "unkept" };
  }
}

/** Looks at the store again until the claim is settled or patience is over. A store that fails meanwhile is asked again. */
async function settledClaim(
  policy: Policy,
  key: string,
  { report, waitUntil }: OnceContext,
  firstSettled: Promise<void> | undefined,
  patience: Promise<void>,
): Promise<Claimed> {
  let settled = firstSettled;
  for (let look = 0; ; look++) {
    const poll = timer(POLL);
    // A store may say `settled` too early, or reject: it is believed once, then looked at in intervals.
    const turn = settled === undefined ? poll.done : whenSettled(settled, look > 0, poll.done);
    const over = await Promise.race([turn.then(() => false), patience.then(() => true)]);
    poll.clear();
    if (over) throw stillPending(policy.wait);
    settled = undefined;
    try {
      const found = await claimInTime(policy, key, waitUntil);
      if (found.state !== "pending") return found;
      settled = found.settled;
    } catch (cause) {
      if (cause instanceof NotAClaim) throw cause;
      report(storeFailed("claim", cause, "it is asked again while the first delivery is handled"));
    }
  }
}

async function whenSettled(
  settled: Promise<void>,
  again: boolean,
  poll: Promise<void>,
): Promise<void> {
  await Promise.resolve(settled).catch(() => {});
  if (again) await poll;
}

/** A claim that comes after the time is given back, since nobody waits for it any more. */
export async function claimInTime(
  { store, lease, storeTimeout }: Pick<Policy, "store" | "lease" | "storeTimeout">,
  key: string,
  waitUntil: OnceContext["waitUntil"],
): Promise<Claim> {
  const claim = store.claim(key, lease);
  if (!isPromise(claim)) return checkedClaim(claim);
  const overdue = () => new Error(`no answer within ${storeTimeout} ms`);
  const late = (found: Claim) => waitUntil(giveBack(store, found));
  return checkedClaim(await inTime(storeTimeout, claim, overdue, late));
}

async function giveBack(store: IdempotencyStore, claim: Claim): Promise<void> {
  try {
    const checked = checkedClaim(claim);
    if (checked.state === "new") await store.release(checked.token);
  } catch {
    // It was said already that the store is too slow.
  }
}

/** What a store gave for a claim, and is none: a mistake of the store's author. */
export class NotAClaim extends TypeError {}

function checkedClaim(claim: Claim): Claim {
  const { state, token, value } = (claim ?? {}) as {
    [key in "state" | "token" | "value"]?: unknown;
  };
  if (state === "pending") return claim;
  if (state === "done" && typeof value === "string") return claim;
  if (state === "new" && typeof token === "string") return claim;
  const came = `state ${String(state)}, token ${kindOf(token)}, value ${kindOf(value)}`;
  throw new NotAClaim(
    `idempotency.store.claim: expected { state: "new", token } or { state: "done", value } with strings, or { state: "pending" }, got ${came}`,
  );
}

function isPromise(claim: Claim | Promise<Claim>): claim is Promise<Claim> {
  return typeof (claim as Promise<Claim> | undefined)?.then === "function";
}

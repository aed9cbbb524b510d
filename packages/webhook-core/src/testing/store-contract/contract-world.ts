import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Claim, IdempotencyStore } from "../../stores/store.ts";

/** What one case of the contract has to work with. */
export interface World {
  readonly store: IdempotencyStore;
  /** Another store over the same data, as a second process would have; the same store where data are not shared. */
  readonly other: IdempotencyStore;
  /** A key that no case has used before, so that a store may outlive a case. */
  readonly key: string;
  /** Seconds a lease lasts. */
  readonly lease: number;
  /** Makes this many leases pass. */
  pass(leases: number): Promise<void>;
}

/** One statement of the contract, and what shows it. */
export type ContractCase = readonly [name: string, run: (world: World) => Promise<void>];

/** Longer than any case takes, in seconds. */
export const LONG = 3600;

export function newKey(): string {
  return `contract/${randomUUID()}`;
}

/** Claims a key that must be free, and gives the claim. */
export async function claimNew(
  store: IdempotencyStore,
  key: string,
  lease = LONG,
): Promise<Extract<Claim, { state: "new" }>> {
  const claim = await store.claim(key, lease);
  assert.equal(claim.state, "new", `claim(${JSON.stringify(key)}, ${lease})`);
  assert.ok(claim.state === "new");
  assert.equal(typeof claim.token, "string", "the token of a new claim");
  return claim;
}

/** Whether a key is claimed by somebody; frees it again when it was not. */
export async function stateOf(store: IdempotencyStore, key: string): Promise<Claim["state"]> {
  const claim = await store.claim(key, LONG);
  if (claim.state === "new") await store.release(claim.token);
  return claim.state;
}

/** The result that is kept for a key. */
export async function resultOf(store: IdempotencyStore, key: string): Promise<string> {
  const claim = await store.claim(key, LONG);
  assert.equal(claim.state, "done", `claim(${JSON.stringify(key)})`);
  assert.ok(claim.state === "done");
  return claim.value;
}

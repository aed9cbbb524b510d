import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { TextEncoder } from "node:util";
import type { AttemptRecord, Claim, NewMessage } from "../../stores/records.ts";
import type { ClaimRequest, EmitterStore } from "../../stores/store.ts";

/** What one case of the contract runs on: stores that are open, over data that nothing else uses. */
export interface EmitterStoreWorld {
  /** The store to show it with. */
  readonly store: EmitterStore;
  /** Another one over the same data, as a second process would have; the same where the store has one owner. */
  readonly other: EmitterStore;
  /** The time the stores go by, in milliseconds since 1970. */
  now(): number;
  /** How long the short times of the cases are, in milliseconds; a slow server needs more. */
  readonly unit: number;
  /** Lets so many milliseconds go by. */
  pass(milliseconds: number): Promise<void> | void;
  /** How often `onWork` was called so far. */
  works(): number;
  /** Closes both and opens one again over the same data; absent where data end with the store. */
  reopen?(): Promise<EmitterStore>;
  /** Closes what is open and removes the data. */
  dispose(): Promise<void>;
}

/** One statement of the contract, and what shows it. */
export type ContractCase = readonly [
  name: string,
  run: (world: EmitterStoreWorld) => Promise<void>,
  needs?: "shared" | "reopen",
];

const encoder = new TextEncoder();

/** A message to a webhook or several, with what a case changes. */
export function message(
  world: Pick<EmitterStoreWorld, "now">,
  to: string | readonly string[],
  change: Partial<NewMessage> & { readonly group?: string } = {},
): NewMessage {
  const { group = null, ...rest } = change;
  const webhooks = typeof to === "string" ? [to] : to;
  return {
    id: `msg_${randomUUID()}`,
    event: "after:order.paid",
    body: encoder.encode('{"total":1}'),
    contentType: "application/json",
    headers: {},
    createdAt: world.now(),
    expiresAt: world.now() + 90 * 86_400_000,
    deliveries: webhooks.map((webhookId) => ({ id: `dlv_${randomUUID()}`, webhookId, group })),
    ...rest,
  };
}

/** The id of a message's first delivery. */
export function deliveryOf({ deliveries }: NewMessage): string {
  const [first] = deliveries;
  assert.ok(first, "a message with a delivery");
  return first.id;
}

/** Claims what can be claimed. */
export async function claim(
  store: EmitterStore,
  change: Partial<ClaimRequest> = {},
): Promise<readonly Claim[]> {
  const { claims } = await store.claim({
    limit: 100,
    leaseMs: 60_000,
    concurrency: () => 1000,
    rate: () => undefined,
    ...change,
  });
  return claims;
}

/** Claims what must be exactly one attempt. */
export async function claimOne(
  store: EmitterStore,
  change: Partial<ClaimRequest> = {},
): Promise<Claim> {
  const claims = await claim(store, change);
  assert.equal(claims.length, 1, "claims");
  return claims[0] as Claim;
}

/** An attempt that went so, for the log. */
export function attempt(
  world: Pick<EmitterStoreWorld, "now">,
  change: Partial<AttemptRecord> = {},
): AttemptRecord {
  const ok = change.ok ?? false;
  return {
    kind: "scheduled",
    startedAt: world.now(),
    durationMs: 12,
    ok,
    counted: true,
    url: "https://example.com/hook",
    status: ok ? 200 : 500,
    error: ok ? null : { code: "status", message: "answered 500" },
    answer: { contentType: "text/plain", excerpt: "é", truncated: false },
    ...change,
  };
}

/** Settles a claim as delivered. */
export async function succeed(world: EmitterStoreWorld, { token, kind }: Claim) {
  const [settled] = await world.store.settle([
    { token, attempt: attempt(world, { ok: true, kind }), next: { state: "delivered" } },
  ]);
  return settled;
}

/** Settles a claim as failed, to be tried again at a time. */
export async function retry(world: EmitterStoreWorld, { token, kind }: Claim, at: number) {
  const [settled] = await world.store.settle([
    { token, attempt: attempt(world, { kind }), next: { state: "waiting", at } },
  ]);
  return settled;
}

/** Settles a claim as failed for good. */
export async function giveUp(world: EmitterStoreWorld, { token, kind }: Claim, reason: string) {
  const [settled] = await world.store.settle([
    { token, attempt: attempt(world, { kind }), next: { state: "dead", reason } },
  ]);
  return settled;
}

/** Where a delivery stands; it has to be there. */
export async function standing(store: EmitterStore, id: string) {
  const found = await store.delivery(id);
  assert.ok(found, `the delivery ${id}`);
  return { ...found.delivery, log: found.attempts };
}

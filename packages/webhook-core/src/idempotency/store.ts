import type { WebhookResponse } from "../endpoint.ts";

/**
 * What a store says to a claim: `new` (handle it), `done` (give this answer again) or `pending` (somebody is at it).
 *
 * @example
 * ```ts
 * import type { Claim } from "@clustaar/webhook-core";
 *
 * const claim: Claim = { state: "new" };
 * console.log(claim.state); // "new"
 * ```
 */
export type Claim =
  | { readonly state: "new" }
  | { readonly state: "done"; readonly answer: WebhookResponse }
  | {
      readonly state: "pending";
      /** Settles when the one at it has finished; without it the claim is tried again every 50 ms. */
      readonly settled?: Promise<void>;
    };

/**
 * Where the answers to notifications already handled are kept, so that a duplicate gets the first answer again.
 * Times are seconds. A store shared by several instances must make `claim` atomic.
 *
 * @example
 * ```ts
 * import { memoryStore, type IdempotencyStore } from "@clustaar/webhook-core";
 *
 * const store: IdempotencyStore = memoryStore();
 * console.log((await store.claim("key", 60)).state); // "new"
 * console.log((await store.claim("key", 60)).state); // "pending"
 * ```
 */
export interface IdempotencyStore {
  /** Claims `key`, for `ttl` seconds should neither `complete` nor `release` follow. */
  claim(key: string, ttl: number): Claim | Promise<Claim>;
  /** Keeps the answer to a claimed key for `ttl` seconds. */
  complete(key: string, answer: WebhookResponse, ttl: number): void | Promise<void>;
  /** Gives a claim up: the next one to claim the key handles it. */
  release(key: string): void | Promise<void>;
}

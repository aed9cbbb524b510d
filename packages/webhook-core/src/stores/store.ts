import type { WebhookResponse } from "../endpoint/endpoint.ts";

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
  | {
      readonly state: "new";
      /** Handed back to `complete` and `release`, so that a claim that ran out frees nobody else's. */
      readonly token?: unknown;
    }
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
  /** Keeps the answer to a claimed key for `ttl` seconds; does nothing when the claim ran out and the key is another's. */
  complete(
    key: string,
    answer: WebhookResponse,
    ttl: number,
    token?: unknown,
  ): void | Promise<void>;
  /** Gives a claim up: the next one to claim the key handles it; does nothing when the key is another's. */
  release(key: string, token?: unknown): void | Promise<void>;
}

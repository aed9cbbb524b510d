/** How a store answers a claim: `new` (handle it), `done` (it was handled, with this result) or `pending` (it is being handled). */
export type Claim =
  | {
      readonly state: "new";
      /** Names this claim to `renew`, `complete` and `release`, so that an expired claim changes nothing. */
      readonly token: string;
      /** The progress that an earlier claim of this key stored with `renew` before it was released or expired. */
      readonly value?: string;
    }
  | {
      readonly state: "done";
      /** The text that `complete` kept. */
      readonly value: string;
    }
  | {
      readonly state: "pending";
      /** Settles when the claim is completed or released; without it the claim is tried again every 50 ms. */
      readonly settled?: Promise<void>;
    };

/**
 * Keeps what has been handled. Keys, tokens and values are opaque text: the user of a store encodes what it
 * keeps. Times are seconds. A store that several instances share must make each method atomic; `storeContract` of
 * `@clustaar/webhook-core/testing` is the suite that every store passes.
 *
 * A token is lost when its claim has expired, or was completed or released: it has no effect from then on.
 */
export interface IdempotencyStore {
  /** Claims `key` for `leaseSeconds`, if nobody has claimed it and no result is kept for it. */
  claim(key: string, leaseSeconds: number): Claim | Promise<Claim>;
  /**
   * Makes a claim hold for `leaseSeconds` from now, and keeps `value` as its progress for `ttlSeconds` from now (default a
   * day). False when the token is lost.
   */
  renew(
    token: string,
    leaseSeconds: number,
    value?: string,
    ttlSeconds?: number,
  ): boolean | Promise<boolean>;
  /** Keeps `value` as the result for `ttlSeconds` and ends the claim. False when the token is lost. */
  complete(token: string, value: string, ttlSeconds: number): boolean | Promise<boolean>;
  /** Gives up the claim, but keeps its progress: the next claim of the key is `new`. Does nothing when the token is lost. */
  release(token: string): void | Promise<void>;
}

/** Seconds that progress is kept by default: a day. */
export const PROGRESS_TTL = 86_400;

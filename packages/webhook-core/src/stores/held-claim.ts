import { holdClaim } from "./hold-claim.ts";
import type { HeldClaim, OnceContext } from "./once.ts";
import { claimLost, storeFailed } from "./once-errors.ts";
import type { OnceOptions } from "./once-options.ts";
import type { Claim } from "./store.ts";

/** Work without a store: nothing is kept. */
export const unkept: HeldClaim = { value: undefined, progress() {}, complete() {} };

/**
 * A claim while its work goes on. What it keeps is kept after the answer, one step after the other: the work is done, and a
 * store that is slow or fails must not undo that.
 */
export class Held implements HeldClaim {
  readonly value: string | undefined;
  readonly #policy: Required<OnceOptions>;
  readonly #token: string;
  readonly #context: OnceContext;
  readonly #letGo: () => void;
  #steps: Promise<unknown> = Promise.resolve();
  #result: string | undefined;
  #lost = false;

  constructor(
    policy: Required<OnceOptions>,
    { token, value }: Extract<Claim, { state: "new" }>,
    context: OnceContext,
  ) {
    this.value = value;
    this.#policy = policy;
    this.#token = token;
    this.#context = context;
    this.#letGo = holdClaim(policy.store, token, policy.lease, {
      onLost: () => this.#loses(),
      onFailure: (error) =>
        this.#report("renew", error, "another delivery may be handled beside it"),
    });
  }

  progress(value: string): void {
    const { store, lease, ttl } = this.#policy;
    this.#afterwards(() => this.#ask("renew", () => store.renew(this.#token, lease, value, ttl)));
  }

  complete(value: string): void {
    this.#result = value;
  }

  /** The work is over: keeps the result if there is one, else gives the claim up. */
  end(): void {
    const { store, ttl } = this.#policy;
    const result = this.#result;
    if (result === undefined) {
      this.release();
      return;
    }
    this.#letGo();
    this.#afterwards(async () => {
      const kept = await this.#ask("complete", () => store.complete(this.#token, result, ttl));
      if (!kept) await this.#ask("release", () => store.release(this.#token));
    });
  }

  /** The work failed: the next delivery is handled. */
  release(): void {
    this.#letGo();
    this.#afterwards(() => this.#ask("release", () => this.#policy.store.release(this.#token)));
  }

  #afterwards(step: () => Promise<unknown>): void {
    this.#steps = this.#steps.then(step);
    this.#context.waitUntil(this.#steps);
  }

  /** Whether the store did it; that may be for nothing, if the claim was lost. Never rejects. */
  async #ask(method: string, act: () => unknown): Promise<boolean> {
    try {
      if ((await act()) === false) this.#loses();
      return true;
    } catch (error) {
      this.#report(method, error, "a duplicate of this delivery may be handled again");
      return false;
    }
  }

  #loses(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#letGo();
    const error = claimLost();
    this.#context.report(error);
    this.#context.onLost?.(error);
  }

  #report(method: string, cause: unknown, effect: string): void {
    this.#context.report(storeFailed(method, cause, effect));
  }
}

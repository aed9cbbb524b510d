import { holdClaim } from "./hold-claim.ts";
import { timer } from "./in-time.ts";
import type { HeldClaim, OnceContext } from "./once.ts";
import { claimLost, storeFailed } from "./once-errors.ts";
import type { OnceOptions } from "./once-options.ts";
import type { Claim } from "./store.ts";

/** Work without a store: nothing is kept. */
export const unkept: HeldClaim = { value: undefined, progress() {}, complete() {} };

/**
 * A claim while its work goes on. Progress is kept one step after the other, and nothing waits for it. The answer waits until
 * the store has kept the result, since only then is it known to be the first; a store that is slow or fails does not undo it.
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

  /** Whether another delivery may have claimed the key in the meantime. */
  get isLost(): boolean {
    return this.#lost;
  }

  /**
   * The work is over: keeps the result if there is one, else gives the claim up. Waits for the store, as long as it may take
   * for a claim.
   *
   * @returns false when the claim was lost, so that the result may not be the answer.
   */
  async end(): Promise<boolean> {
    const { store, ttl, storeTimeout } = this.#policy;
    const result = this.#result;
    if (result === undefined) {
      this.release();
      return true;
    }
    this.#letGo();
    const kept = this.#afterwards(async () => {
      const done = await this.#ask("complete", () => store.complete(this.#token, result, ttl));
      if (done === "failed") await this.#ask("release", () => store.release(this.#token));
      return done;
    });
    const patience = timer(storeTimeout);
    const done = await Promise.race([kept, patience.done]);
    patience.clear();
    // Whether the store failed or is slow: what the renewals said is what is known.
    return done === "did" || (done !== "lost" && !this.#lost);
  }

  /** Like {@link end}, for a claim that took the place of this one. */
  endAs(claim: Extract<Claim, { state: "new" }>): Promise<boolean> {
    const held = new Held(this.#policy, claim, this.#context);
    if (this.#result !== undefined) held.complete(this.#result);
    return held.end();
  }

  /** The work failed: the next delivery is handled. */
  release(): void {
    this.#letGo();
    this.#afterwards(() => this.#ask("release", () => this.#policy.store.release(this.#token)));
  }

  #afterwards<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#steps.then(step);
    this.#steps = done;
    this.#context.waitUntil(done);
    return done;
  }

  /** What the store did; never rejects. */
  async #ask(method: string, act: () => unknown): Promise<"did" | "lost" | "failed"> {
    try {
      if ((await act()) !== false) return "did";
      this.#loses();
      return "lost";
    } catch (error) {
      this.#report(method, error, "a duplicate of this delivery may be handled again");
      return "failed";
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

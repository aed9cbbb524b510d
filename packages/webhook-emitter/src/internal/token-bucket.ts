import type { Rate } from "../stores/store.ts";

/** A token bucket: as many may begin at once as its rate has in a span, and then one each share of it. */
export class TokenBucket {
  #tokens: number;
  #at: number;
  #rate: Rate;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.count;
    this.#at = now;
  }

  /** Goes by another rate from now on; what is left stays, up to the new count. */
  setRate(rate: Rate, now: number): void {
    if (rate.count === this.#rate.count && rate.perMs === this.#rate.perMs) return;
    this.#refill(now);
    this.#rate = rate;
    this.#tokens = Math.min(this.#tokens, rate.count);
  }

  /** Takes one token; false when there is none. */
  take(now: number): boolean {
    this.#refill(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Gives a token back that was not used. */
  giveBack(): void {
    this.#tokens = Math.min(this.#rate.count, this.#tokens + 1);
  }

  /** When there is a token again, in milliseconds since 1970. */
  nextAt(now: number): number {
    this.#refill(now);
    if (this.#tokens >= 1) return now;
    return now + Math.ceil(((1 - this.#tokens) * this.#rate.perMs) / this.#rate.count);
  }

  /** A clock that was set back fills nothing, and does not stop the bucket either. */
  #refill(now: number): void {
    const passed = now - this.#at;
    this.#at = now;
    if (passed <= 0) return;
    const filled = this.#tokens + (passed * this.#rate.count) / this.#rate.perMs;
    // What fractions of a millisecond lose would cost a token each time.
    this.#tokens = Math.min(this.#rate.count, filled + 1e-9);
  }
}

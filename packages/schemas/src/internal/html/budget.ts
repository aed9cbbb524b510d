/** Steps that every body has: enough for any message a person writes. */
const START = 100_000;
/** Steps that each character of a text with markup brings with it. */
const PER_CHARACTER = 5;

/**
 * What cleaning may cost: one for a body, shared by all of its texts, so that many texts cannot add up to what one may not
 * take. A step is some 20 nanoseconds' work.
 */
export class Budget {
  #left = START;

  /** Adds what a text brings with it. */
  grant(length: number): void {
    this.#left += length * PER_CHARACTER;
  }

  /** Whether so many steps are left; they are taken if they are. */
  spend(steps: number): boolean {
    if (steps > this.#left) return false;
    this.#left -= steps;
    return true;
  }
}

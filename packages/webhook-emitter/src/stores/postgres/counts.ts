import type { StoreStats } from "../records.ts";

/** Rows from which on counting them takes noticeable time: a million took 0.3 s, and ten thousand 5 ms. */
const MANY = 10_000;
/** An answer about many is given again for so many times as long as it took: counting takes at most a twentieth of one connection. */
const TIMES = 20;

/**
 * The numbers of the queue. Counting reads all that waits, since a table of numbers would be another row that each publish and
 * each settle had to change; where much waits, those that ask at the same time or soon after share one answer.
 */
export class Counts {
  readonly #count: () => Promise<StoreStats>;
  readonly #now: () => number;
  #last: { stats: StoreStats; until: number } | undefined;
  #counting: Promise<StoreStats> | undefined;

  constructor(count: () => Promise<StoreStats>, now: () => number = () => performance.now()) {
    this.#count = count;
    this.#now = now;
  }

  async read(): Promise<StoreStats> {
    if (!this.#last) return this.#measured();
    if (this.#now() < this.#last.until) return this.#last.stats;
    this.#counting ??= this.#measured().finally(() => {
      this.#counting = undefined;
    });
    return this.#counting;
  }

  async #measured(): Promise<StoreStats> {
    const started = this.#now();
    const stats = await this.#count();
    const ended = this.#now();
    const isMuch = stats.waiting + stats.dead >= MANY;
    this.#last = isMuch ? { stats, until: ended + TIMES * (ended - started) } : undefined;
    return stats;
  }
}

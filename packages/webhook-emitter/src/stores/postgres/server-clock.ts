import type { Database } from "./database.ts";

/** A difference beyond this and what the measurement took, in milliseconds, means that a clock was set. */
const NOISE = 100;

/** How far the server's clock is ahead of this process's: what processes share goes by the server's, to which waits are given. */
export class ServerClock {
  readonly #now: () => number;
  #ahead = 0;
  /** How long the measurement took that was the best so far, in milliseconds. */
  #took = Number.POSITIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A time of the server, in this process's clock. */
  toHost(at: number): number {
    return at - this.#ahead;
  }

  /** Runs a statement whose one column `now` is the server's time. */
  async measure(db: Database, text: string): Promise<void> {
    const before = this.#now();
    const [row] = await db.rows(text);
    const after = this.#now();
    const took = after - before;
    if (took < 0) return;
    const ahead = Math.round(row?.now - (before + took / 2));
    if (took >= this.#took && Math.abs(ahead - this.#ahead) <= NOISE + took) return;
    this.#ahead = ahead;
    this.#took = took;
  }
}

import type { Database } from "./database.ts";

/** Measurements that took longer than this, in milliseconds, say too little. */
const SLOW = 250;
/** Differences below this, in milliseconds, are the measurement's. */
const NOISE = 100;

/** How far the server's clock is ahead of this process's: what processes share goes by the server's. */
export class ServerClock {
  readonly #now: () => number;
  #ahead: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A time of this process, in the server's clock. */
  toServer(at: number): number {
    return Math.ceil(at + (this.#ahead ?? 0));
  }

  /** A time of the server, in this process's clock. */
  toHost(at: number): number {
    return at - (this.#ahead ?? 0);
  }

  /** Runs a statement whose one column `now` is the server's time. */
  async measure(db: Database, text: string): Promise<void> {
    const before = this.#now();
    const [row] = await db.rows(text);
    const after = this.#now();
    const took = after - before;
    if (took < 0 || (took > SLOW && this.#ahead !== undefined)) return;
    const ahead = Math.round(row?.now - (before + took / 2));
    if (this.#ahead === undefined || Math.abs(ahead - this.#ahead) > NOISE) this.#ahead = ahead;
  }
}

import type { Clock } from "../internal/clock.ts";
import type { Log } from "../internal/log.ts";
import type { Outcome } from "../stores/records.ts";
import type { EmitterStore, Settled } from "../stores/store.ts";

interface Waiting {
  readonly outcome: Outcome;
  resolve(settled: Settled): void;
  reject(error: unknown): void;
}

/** Outcomes written at a time at most. */
const MOST = 500;
/** Waits before an outcome is written again, in milliseconds; after the last one it is given up. */
const WAITS = [100, 500, 2_000, 5_000, 10_000];

/** Writes outcomes in groups: what has come together while the last group was being written. */
export class Settler {
  readonly #store: EmitterStore;
  readonly #clock: Clock;
  readonly #log: Log;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(store: EmitterStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  settle(outcome: Outcome): Promise<Settled> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ outcome, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** Resolves when everything that was handed over is written. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #write(): Promise<void> {
    // What comes in the same turn of the event loop is one group, and so is what comes while one is being written.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MOST);
      try {
        const settled = await this.#tryHard(group.map(({ outcome }) => outcome));
        for (const [at, { resolve }] of group.entries()) resolve(settled[at] ?? "gone");
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    // In the same step as the last look, or what comes next would wait for nobody.
    this.#writing = undefined;
  }

  /** A store that is away for a moment must not make us send again what was delivered. */
  async #tryHard(outcomes: readonly Outcome[]): Promise<readonly Settled[]> {
    for (const wait of WAITS) {
      try {
        return await this.#store.settle(outcomes);
      } catch (error) {
        this.#log({
          level: "error",
          code: "store.failed",
          message: "outcomes could not be written; trying again",
          fields: { outcomes: outcomes.length, wait_ms: wait },
          error,
        });
        await new Promise<void>((resolve) => this.#clock.after(wait, resolve));
      }
    }
    return this.#store.settle(outcomes);
  }
}

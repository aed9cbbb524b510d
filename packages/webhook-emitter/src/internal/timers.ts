import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";

/** Work that is done again and again in the background, and keeps no process alive. */
export class Timers {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #cancels = new Map<string, () => void>();
  #ended = false;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Does the work after each span of milliseconds; a failure is logged, and the work done again. */
  every(name: string, milliseconds: number, work: () => Promise<unknown>): void {
    const again = () => {
      const call = async () => {
        try {
          await work();
        } catch (error) {
          const message = `the store failed (${name})`;
          this.#log({ level: "error", code: "store.failed", message, fields: {}, error });
        }
        if (!this.#ended) again();
      };
      this.#cancels.set(
        name,
        this.#clock.after(milliseconds, () => void call(), "background"),
      );
    };
    again();
  }

  end(): void {
    this.#ended = true;
    for (const cancel of this.#cancels.values()) cancel();
  }
}

import { checkOptions, checkTimer } from "./option-checks.ts";

/** How long {@link ObservableEndpoint.idle} waits. */
export interface IdleOptions {
  /** Milliseconds to wait at most; default 10 s. */
  readonly deadline?: number;
}

const DEFAULT_DEADLINE = 10_000;

/** Counts what an endpoint still has to do: requests to answer, and work that goes on after answers. */
export class WorkTracker {
  #pending = 0;
  #waiting: (() => void)[] = [];

  begin(): void {
    this.#pending++;
  }

  end(): void {
    this.#pending--;
    if (this.#pending > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const done of waiting) done();
  }

  /** Counts work until it settles, however it does. */
  track(work: Promise<unknown>): void {
    this.begin();
    const end = () => this.end();
    work.then(end, end);
  }

  /** Gives true as soon as nothing is left to do, or false once the deadline has passed. */
  async idle(options: IdleOptions = {}): Promise<boolean> {
    checkOptions("idle", options, ["deadline"]);
    const { deadline = DEFAULT_DEADLINE } = options;
    checkTimer("idle: deadline", deadline, 0);
    if (this.#pending === 0) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(this.#pending === 0), deadline);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
}

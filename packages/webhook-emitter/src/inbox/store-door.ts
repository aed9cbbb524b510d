import { EmitterError } from "../errors.ts";
import type { Clock } from "../internal/clock.ts";
import type { Log } from "../internal/log.ts";

/** What is opened, and what it takes. */
export interface DoorOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Opens the store; what it throws is why it is not open. */
  open(): Promise<void>;
}

/** The waits after the store could not be opened, in milliseconds. */
const WAITS = [100, 500, 1_000, 5_000];
/** What may be over soon: a server that starts, or the process before this one that still has the file. */
const passing: readonly unknown[] = ["store_unavailable", "store_locked"];

/** Opens a store, and tries again until it is open, where that can help. */
export class StoreDoor {
  readonly #options: DoorOptions;
  #try: Promise<void>;
  #failures = 0;
  #closed = false;
  #cancel: (() => void) | undefined;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#try = this.#open();
  }

  /** Resolves once the store is open; rejects with why the last try failed. */
  opened(): Promise<void> {
    return this.#try;
  }

  /** Ends the tries, and resolves to whether the store is open. */
  async close(): Promise<boolean> {
    this.#closed = true;
    this.#cancel?.();
    return this.#try.then(
      () => true,
      () => false,
    );
  }

  #open(): Promise<void> {
    const opening = this.#options.open();
    opening.catch((error: unknown) => this.#failed(error));
    return opening;
  }

  #failed(error: unknown): void {
    const { clock, log } = this.#options;
    if (this.#closed) return;
    const passes = error instanceof EmitterError && passing.includes(error.code);
    const wait = passes ? WAITS[Math.min(this.#failures++, WAITS.length - 1)] : undefined;
    log({
      level: "error",
      code: "store.failed",
      message:
        wait === undefined
          ? "the store cannot be opened, so that every request is answered 503"
          : "the store could not be opened; trying again",
      fields: wait === undefined ? {} : { wait_ms: wait },
      error,
    });
    if (wait === undefined) return;
    this.#cancel = clock.after(wait, () => {
      this.#try = this.#open();
    });
  }
}

import { EmitterError } from "../../errors.ts";
import type { SqliteDatabase } from "./driver.ts";

interface Step<T> {
  readonly work: () => T;
  readonly after: ((result: T) => void) | undefined;
  readonly resolve: (result: T) => void;
  readonly reject: (error: unknown) => void;
}

type Result = { readonly value: unknown } | { readonly refused: EmitterError };

/** Turns of the event loop that a transaction waits for more at most. */
const MOST_TURNS = 8;

/**
 * Gathers what is written into one transaction, so that one `fsync` serves all of it; each caller is answered once it is on disk.
 * The `fsync` stops the event loop, so it waits until a turn of the loop has brought nothing more: what has been claimed is sent, and
 * answers that are there already are read, before it.
 */
export class GroupCommit {
  readonly #db: SqliteDatabase;
  readonly #onBegin: () => void;
  readonly #describe: (error: unknown) => EmitterError;
  #steps: Step<unknown>[] = [];
  #turns = 0;
  #immediate: NodeJS.Immediate | undefined;

  /**
   * @param onBegin - called before the work of each transaction, also when it is tried again.
   * @param describe - says what an error of SQLite means.
   */
  constructor(db: SqliteDatabase, onBegin: () => void, describe: (error: unknown) => EmitterError) {
    this.#db = db;
    this.#onBegin = onBegin;
    this.#describe = describe;
  }

  /**
   * Does `work` within the transaction of this turn. It touches nothing but the file, since it may be done a second time, and
   * throws an `EmitterError` before it writes, or not at all.
   *
   * @param after - what changes in memory, done once the work is on disk and before anybody is answered.
   */
  run<T>(work: () => T, after?: (result: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#steps.push({ work, after, resolve, reject } as Step<unknown>);
      if (!this.#immediate) this.#wait(0);
    });
  }

  #wait(known: number): void {
    this.#immediate = setImmediate(() => {
      const { length } = this.#steps;
      if (length === known || ++this.#turns === MOST_TURNS) this.flush();
      else this.#wait(length);
    });
  }

  /** Commits what has been gathered so far. */
  flush(): void {
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#immediate = undefined;
    this.#turns = 0;
    const steps = this.#steps;
    this.#steps = [];
    if (steps.length === 0) return;
    try {
      this.#commit(steps);
    } catch (error) {
      // The others must not suffer from the one that failed.
      if (steps.length === 1) steps[0]?.reject(this.#describe(error));
      else for (const step of steps) this.#commitAlone(step);
    }
  }

  #commitAlone(step: Step<unknown>): void {
    try {
      this.#commit([step]);
    } catch (error) {
      step.reject(this.#describe(error));
    }
  }

  #commit(steps: readonly Step<unknown>[]): void {
    this.#onBegin();
    let results: Result[];
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      results = steps.map(({ work }) => attempt(work));
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#rollBack();
      throw error;
    }
    for (const [index, step] of steps.entries()) {
      const result = results[index] as Result;
      if ("value" in result) step.after?.(result.value);
    }
    for (const [index, step] of steps.entries()) {
      const result = results[index] as Result;
      if ("value" in result) step.resolve(result.value);
      else step.reject(result.refused);
    }
  }

  #rollBack(): void {
    try {
      this.#db.exec("ROLLBACK");
    } catch {
      // A full disk has ended the transaction already.
    }
  }
}

function attempt(work: () => unknown): Result {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof EmitterError) return { refused: error };
    throw error;
  }
}

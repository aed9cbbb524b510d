import { EmitterError } from "../../errors.ts";
import type { SqliteDatabase } from "./driver.ts";

interface Step<T> {
  readonly work: () => T;
  readonly after: ((result: T) => void) | undefined;
  readonly resolve: (result: T) => void;
  readonly reject: (error: unknown) => void;
}

type Result = { readonly value: unknown } | { readonly refused: EmitterError };

/** Steps that are committed, with what came of each. */
type Committed = readonly (readonly [Step<unknown>, Result])[];

/** Where and how it is written. */
export interface GroupCommitOptions {
  readonly db: SqliteDatabase;
  /** Resolves once everything that was committed before the call is on disk. */
  sync(): Promise<void>;
  /** Called before the work of each transaction, also when it is tried again. */
  onBegin(): void;
  /** Says what an error of SQLite, or of the disk, means. */
  describe(error: unknown): EmitterError;
}

/** Turns of the event loop that a transaction waits for more at most. */
const MOST_TURNS = 8;

/**
 * Gathers what is written into one transaction and one `fsync`; each caller is answered once it is on disk. A transaction waits
 * until a turn of the event loop has brought nothing more, and until the `fsync` of the one before is done: what comes meanwhile
 * could not be on disk any earlier.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #steps: Step<unknown>[] = [];
  #turns = 0;
  #immediate: NodeJS.Immediate | undefined;
  #syncing: Promise<void> | undefined;
  /** A disk that failed once may say later that all is well, though something is missing. */
  #broken: EmitterError | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /**
   * Does `work` within the transaction of this turn. It touches nothing but the file, since it may be done a second time, and
   * throws an `EmitterError` before it writes, or not at all.
   *
   * @param after - what changes in memory, done once the work is on disk and before anybody is answered.
   */
  run<T>(work: () => T, after?: (result: T) => void): Promise<T> {
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise<T>((resolve, reject) => {
      this.#steps.push({ work, after, resolve, reject } as Step<unknown>);
      if (!this.#immediate && !this.#syncing) this.#wait(0);
    });
  }

  /** Resolves when all that was gathered is on disk. */
  async flush(): Promise<void> {
    while (this.#steps.length > 0 || this.#syncing) {
      if (!this.#syncing) this.#write();
      await this.#syncing;
    }
  }

  #wait(known: number): void {
    this.#immediate = setImmediate(() => {
      const { length } = this.#steps;
      if (length === known || ++this.#turns === MOST_TURNS) this.#write();
      else this.#wait(length);
    });
  }

  /** Commits what has been gathered so far, and brings it to the disk. */
  #write(): void {
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#immediate = undefined;
    this.#turns = 0;
    const steps = this.#steps;
    this.#steps = [];
    const committed = this.#commitAll(steps);
    if (committed.length > 0) this.#syncing = this.#bringToDisk(committed);
  }

  /** The others must not suffer from the one that fails: then each has a transaction of its own. */
  #commitAll(steps: readonly Step<unknown>[]): Committed {
    try {
      return this.#commit(steps);
    } catch (error) {
      if (steps.length > 1) return steps.flatMap((step) => this.#commitAll([step]));
      steps[0]?.reject(this.#options.describe(error));
      return [];
    }
  }

  #commit(steps: readonly Step<unknown>[]): Committed {
    const { db, onBegin } = this.#options;
    onBegin();
    db.exec("BEGIN IMMEDIATE");
    try {
      const committed = steps.map((step) => [step, attempt(step.work)] as const);
      db.exec("COMMIT");
      return committed;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  async #bringToDisk(committed: Committed): Promise<void> {
    try {
      await this.#options.sync();
    } catch (error) {
      this.#syncing = undefined;
      this.#break(this.#options.describe(error), committed);
      return;
    }
    for (const [step, result] of committed) {
      if ("value" in result) step.after?.(result.value);
    }
    for (const [step, result] of committed) {
      if ("value" in result) step.resolve(result.value);
      else step.reject(result.refused);
    }
    this.#syncing = undefined;
    if (this.#steps.length > 0) this.#wait(0);
  }

  /** Nothing more is accepted: what the disk has is known again once the file is opened again. */
  #break(error: EmitterError, committed: Committed): void {
    this.#broken = error;
    for (const [step] of committed) step.reject(error);
    for (const step of this.#steps.splice(0)) step.reject(error);
  }

  #rollBack(): void {
    try {
      this.#options.db.exec("ROLLBACK");
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

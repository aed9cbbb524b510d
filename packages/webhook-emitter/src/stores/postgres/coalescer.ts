interface Waiting<T, R> {
  readonly item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/**
 * Writes together what comes together: while one batch is on its way, the next one gathers. A batch that fails is written again
 * one by one, so that what cannot be written takes nothing with it.
 */
export class Coalescer<T, R> {
  readonly #write: (items: readonly T[]) => Promise<readonly R[]>;
  readonly #most: number;
  readonly #atOnce: number;
  readonly #worthRetrying: (error: unknown) => boolean;
  #waiting: Waiting<T, R>[] = [];
  #running = 0;
  #immediate: NodeJS.Immediate | undefined;

  /**
   * @param write - answers in the order of what it was given.
   * @param most - items in a batch.
   * @param atOnce - batches on their way.
   * @param worthRetrying - whether the items of a batch that failed so may succeed on their own.
   */
  constructor(
    write: (items: readonly T[]) => Promise<readonly R[]>,
    most: number,
    atOnce: number,
    worthRetrying: (error: unknown) => boolean,
  ) {
    this.#write = write;
    this.#most = most;
    this.#atOnce = atOnce;
    this.#worthRetrying = worthRetrying;
  }

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      // What comes in the same turn of the event loop goes together.
      this.#immediate ??= setImmediate(() => this.#next());
    });
  }

  #next(): void {
    this.#immediate = undefined;
    while (this.#running < this.#atOnce && this.#waiting.length > 0) {
      this.#running++;
      void this.#send(this.#waiting.splice(0, this.#most)).finally(() => {
        this.#running--;
        this.#next();
      });
    }
  }

  async #send(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.#write(batch.map(({ item }) => item));
      for (const [at, { resolve }] of batch.entries()) resolve(results[at] as R);
    } catch (error) {
      if (batch.length === 1 || !this.#worthRetrying(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      for (const one of batch) await this.#send([one]);
    }
  }
}

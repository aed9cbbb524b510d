import { messageOf } from "@clustaar/webhook-core/endpoint";

/** Functions that are called with each value; one that fails does not keep the others from being called. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => unknown>();

  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  /** Gives a function that removes the listener. */
  add(listener: (value: T) => unknown): () => void {
    // Wrapped, so that one function added twice is called twice.
    const entry = (value: T) => listener(value);
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  /** Never throws; promises are not awaited. */
  tell(value: T): void {
    for (const listener of [...this.#listeners]) {
      const complain = (error: unknown) =>
        console.error(`[webhook-host] a listener failed: ${messageOf(error)}`, error);
      try {
        Promise.resolve(listener(value)).catch(complain);
      } catch (error) {
        complain(error);
      }
    }
  }
}

import { isHttpError, WebhookError } from "../endpoint/errors.ts";
import { messageOf } from "../endpoint/message-of.ts";
import { withDeadline } from "./deadline.ts";

/** Milliseconds that a function which gives a secret may take. */
const PATIENCE = 10_000;
/** Milliseconds between two times a kept secret is asked for again: a stranger can make every check fail. */
const REST = 10_000;

/**
 * A secret that a function gives: asked for on first use and kept. When it does not fit a request, it is asked for
 * again, at most once in ten seconds, so that a key can be rotated without a restart.
 */
export class AskedSecret<T> {
  readonly #option: string;
  readonly #ask: () => unknown;
  readonly #read: (came: unknown) => T;
  #kept: T | undefined;
  #asking: Promise<T> | undefined;
  #renewed = Number.NEGATIVE_INFINITY;

  /**
   * @param option - the option that the function was given as, for messages.
   * @param read - checks what the function gave, and prepares it; throws where it will not do.
   */
  constructor(option: string, ask: () => unknown, read: (came: unknown) => T) {
    this.#option = option;
    this.#ask = ask;
    this.#read = read;
  }

  /** What is known, without asking. */
  get kept(): T | undefined {
    return this.#kept;
  }

  keep(value: T): void {
    this.#kept = value;
  }

  /** @throws WebhookError 500 `secret_unavailable`; the function is asked again for the next request. */
  async get(): Promise<T> {
    return this.#kept ?? this.#asked();
  }

  /**
   * Gives the secret that took the place of `used`, which did not fit, if there is one. A function that fails now is
   * reported, and the secret that is known stays.
   */
  async after(used: T, report: (error: unknown) => void): Promise<T | undefined> {
    if (this.#kept !== used) return this.#kept;
    if (this.#asking === undefined) {
      const time = performance.now();
      if (time - this.#renewed < REST) return undefined;
      this.#renewed = time;
    }
    try {
      return await this.#asked();
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  /** Asks once for all who wait. */
  #asked(): Promise<T> {
    this.#asking ??= askInTime(this.#option, this.#ask)
      .then((came) => {
        this.#kept = readSecret(this.#option, came, this.#read);
        return this.#kept;
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }
}

/**
 * Calls a function that somebody else wrote, and waits ten seconds for what it gives.
 *
 * @throws WebhookError 500 `secret_unavailable`; an `HttpError` that it throws as it is.
 */
export async function askInTime(option: string, ask: () => unknown): Promise<unknown> {
  const overdue = (milliseconds: number) => new Error(`it took longer than ${milliseconds} ms`);
  try {
    return await withDeadline(
      PATIENCE,
      async () => ask(),
      overdue,
      () => {},
    );
  } catch (error) {
    if (isHttpError(error)) throw error;
    throw secretUnavailable(option, `the function failed: ${messageOf(error)}`, error);
  }
}

/** @throws WebhookError 500 `secret_unavailable` when `read` throws. */
export function readSecret<T>(option: string, came: unknown, read: (came: unknown) => T): T {
  try {
    return read(came);
  } catch (error) {
    throw secretUnavailable(option, `the function gave something else: ${messageOf(error)}`, error);
  }
}

function secretUnavailable(option: string, detail: string, cause: unknown): WebhookError {
  return new WebhookError("secret_unavailable", `${option}: ${detail}`, { cause });
}

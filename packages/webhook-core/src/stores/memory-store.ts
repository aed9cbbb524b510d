import { checkFunction, checkNumber, checkOptions } from "../endpoint/option-checks.ts";
import { type Claim, type IdempotencyStore, PROGRESS_TTL } from "./store.ts";

/** Bounds and clock of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** How many values are kept; beyond that the oldest are dropped. Default 10,000. */
  readonly maxEntries?: number;
  /** How many bytes of keys and values are kept, at 2 bytes per UTF-16 unit; beyond that the oldest are dropped. Default 64 MiB. */
  readonly maxBytes?: number;
  /** The clock, in epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

/** What {@link memoryStore} returns: a store that answers immediately, and knows its size. */
export interface MemoryStore extends IdempotencyStore {
  /** Values kept plus claims that hold. */
  readonly size: number;
  claim(key: string, leaseSeconds: number): Claim;
  renew(token: string, leaseSeconds: number, value?: string, ttlSeconds?: number): boolean;
  complete(token: string, value: string, ttlSeconds: number): boolean;
  release(token: string): void;
}

/** A result, or the progress of a claim. */
interface Kept {
  readonly done: boolean;
  readonly value: string;
  readonly expires: number;
  readonly bytes: number;
}

interface Held {
  readonly key: string;
  readonly token: string;
  readonly expires: number;
  readonly settled: Promise<void>;
  readonly settle: () => void;
}

/**
 * Keeps values in the memory of this process, limited in number, bytes and time; they are lost when the process ends.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when an option is unknown or is not a number.
 *
 * @example
 * ```ts
 * import { memoryStore } from "@clustaar/webhook-core";
 *
 * const store = memoryStore();
 * const claim = store.claim("order 42", 60);
 * if (claim.state === "new") store.complete(claim.token, "paid", 3600);
 * console.log(store.claim("order 42", 60)); // { state: "done", value: "paid" }
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  checkOptions("memoryStore", options, ["maxEntries", "maxBytes", "now"]);
  const { maxEntries = 10_000, maxBytes = 64 * 1024 * 1024, now = Date.now } = options;
  checkNumber("memoryStore: maxEntries", maxEntries, 1, "values");
  checkNumber("memoryStore: maxBytes", maxBytes, 0, "bytes");
  checkFunction("memoryStore: now", now);
  // Maps keep the order of insertion, so the oldest stand first.
  const values = new Map<string, Kept>();
  const claims = new Map<string, Held>();
  let bytes = 0;
  let claimed = 0;

  function forget(key: string): void {
    bytes -= values.get(key)?.bytes ?? 0;
    values.delete(key);
  }

  function keep(key: string, done: boolean, value: string, ttlSeconds: number): void {
    const time = now();
    const size = 2 * (key.length + value.length);
    forget(key);
    values.set(key, { done, value, expires: time + ttlSeconds * 1000, bytes: size });
    bytes += size;
    for (const [oldest, { expires }] of values) {
      if (values.size <= maxEntries && bytes <= maxBytes && expires > time) break;
      forget(oldest);
    }
  }

  function end(key: string): void {
    claims.get(key)?.settle();
    claims.delete(key);
  }

  /** Claims whose process or handler never came back. */
  function endExpired(time: number): void {
    for (const [key, { expires }] of claims) {
      if (expires > time) return;
      end(key);
    }
  }

  /** The claim that a token names, while it holds. */
  function heldBy(token: string): Held | undefined {
    const held = claims.get(token.slice(token.indexOf(":") + 1));
    return held?.token === token && held.expires > now() ? held : undefined;
  }

  return {
    get size() {
      return values.size + claims.size;
    },
    claim(key, leaseSeconds) {
      const time = now();
      const kept = values.get(key);
      const fresh = kept !== undefined && kept.expires > time ? kept : undefined;
      if (fresh?.done) return { state: "done", value: fresh.value };
      const held = claims.get(key);
      if (held !== undefined && held.expires > time) {
        return { state: "pending", settled: held.settled };
      }
      if (fresh === undefined) forget(key);
      end(key);
      endExpired(time);
      claimed += 1;
      const token = `${claimed}:${key}`;
      const { promise, settle } = signal();
      const expires = time + leaseSeconds * 1000;
      claims.set(key, { key, token, expires, settled: promise, settle });
      return fresh === undefined
        ? { state: "new", token }
        : { state: "new", token, value: fresh.value };
    },
    renew(token, leaseSeconds, value, ttlSeconds = PROGRESS_TTL) {
      const held = heldBy(token);
      if (held === undefined) return false;
      claims.delete(held.key);
      claims.set(held.key, { ...held, expires: now() + leaseSeconds * 1000 });
      if (value !== undefined) keep(held.key, false, value, ttlSeconds);
      return true;
    },
    complete(token, value, ttlSeconds) {
      const held = heldBy(token);
      if (held === undefined) return false;
      keep(held.key, true, value, ttlSeconds);
      end(held.key);
      return true;
    },
    release(token) {
      const held = heldBy(token);
      if (held !== undefined) end(held.key);
    },
  };
}

/** A promise, and what resolves it. */
function signal(): { promise: Promise<void>; settle: () => void } {
  let settle = () => {};
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

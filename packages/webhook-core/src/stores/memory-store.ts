import type { WebhookResponse } from "../endpoint/endpoint.ts";
import { checkNumber, checkOptions } from "../endpoint/option-checks.ts";
import type { Claim, IdempotencyStore } from "./store.ts";

/**
 * Bounds and clock of {@link memoryStore}.
 *
 * @example
 * ```ts
 * import { memoryStore, type MemoryStoreOptions } from "@clustaar/webhook-core";
 *
 * const options: MemoryStoreOptions = { maxEntries: 500 };
 * console.log(memoryStore(options).size); // 0
 * ```
 */
export interface MemoryStoreOptions {
  /** Answers kept at most; the oldest goes first. 10,000 unless set. */
  readonly maxEntries?: number;
  /** Bytes of answers kept at most, as UTF-16 text is counted (2 a unit). 64 MiB unless set. */
  readonly maxBytes?: number;
  /** Epoch milliseconds; `Date.now` unless set. */
  readonly now?: () => number;
}

interface Entry {
  readonly expires: number;
  readonly answer: WebhookResponse;
  readonly bytes: number;
}

interface Pending {
  readonly expires: number;
  readonly settled: Promise<void>;
  readonly settle: () => void;
}

/**
 * Keeps answers in this process's memory, bounded in number, bytes and time; gone when the process ends.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when an option is unknown or not a number.
 *
 * @example
 * ```ts
 * import { memoryStore } from "@clustaar/webhook-core";
 *
 * const store = memoryStore();
 * store.claim("a", 60);
 * store.complete("a", { status: 200, headers: {}, body: "{}" }, 60);
 * console.log(store.claim("a", 60).state); // "done"
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  checkOptions("memoryStore", options, ["maxEntries", "maxBytes", "now"]);
  const { maxEntries = 10_000, maxBytes = 64 * 1024 * 1024, now = Date.now } = options;
  checkNumber("memoryStore: maxEntries", maxEntries, 1, "answers");
  checkNumber("memoryStore: maxBytes", maxBytes, 0, "bytes");
  const done = new Map<string, Entry>();
  const pending = new Map<string, Pending>();
  let bytes = 0;

  function drop(key: string): void {
    const entry = done.get(key);
    if (entry === undefined) return;
    bytes -= entry.bytes;
    done.delete(key);
  }

  /** A map keeps the order of insertion, so the oldest answers stand first. */
  function makeRoom(): void {
    const time = now();
    for (const [key, entry] of done) {
      if (done.size <= maxEntries && bytes <= maxBytes && entry.expires > time) return;
      drop(key);
    }
  }

  function settle(key: string): void {
    pending.get(key)?.settle();
    pending.delete(key);
  }

  /** A claim that ran out may be somebody else's by now. */
  function isOurs(key: string, token: unknown): boolean {
    return token === undefined || pending.get(key) === token;
  }

  /** Claims whose process or handler never came back; the oldest stand first here too. */
  function dropExpiredClaims(time: number): void {
    for (const [key, { expires }] of pending) {
      if (expires > time) return;
      settle(key);
    }
  }

  return {
    get size() {
      return done.size + pending.size;
    },
    claim(key, ttl): Claim {
      const time = now();
      const entry = done.get(key);
      if (entry !== undefined && entry.expires > time) {
        return { state: "done", answer: copyOf(entry.answer) };
      }
      const other = pending.get(key);
      if (other !== undefined && other.expires > time) {
        return { state: "pending", settled: other.settled };
      }
      drop(key);
      settle(key);
      dropExpiredClaims(time);
      let settleIt = () => {};
      const settled = new Promise<void>((resolve) => {
        settleIt = resolve;
      });
      const token: Pending = { expires: time + ttl * 1000, settled, settle: settleIt };
      pending.set(key, token);
      return { state: "new", token };
    },
    complete(key, answer, ttl, token) {
      if (!isOurs(key, token)) return;
      const size = sizeOf(key, answer);
      drop(key);
      done.set(key, { expires: now() + ttl * 1000, answer: copyOf(answer), bytes: size });
      bytes += size;
      makeRoom();
      settle(key);
    },
    release(key, token) {
      if (isOurs(key, token)) settle(key);
    },
  };
}

/**
 * What {@link memoryStore} gives: an {@link IdempotencyStore} that answers at once and tells how much it holds.
 *
 * @example
 * ```ts
 * import { memoryStore, type MemoryStore } from "@clustaar/webhook-core";
 *
 * const store: MemoryStore = memoryStore();
 * console.log(store.size); // 0
 * ```
 */
export interface MemoryStore extends IdempotencyStore {
  /** Answers kept and claims under way. */
  readonly size: number;
  claim(key: string, ttl: number): Claim;
  complete(key: string, answer: WebhookResponse, ttl: number, token?: unknown): void;
  release(key: string, token?: unknown): void;
}

/** Two bytes a character, as text is kept. */
function sizeOf(key: string, { headers, body }: WebhookResponse): number {
  let characters = key.length + body.length;
  for (const [name, value] of Object.entries(headers)) characters += name.length + value.length;
  return 2 * characters;
}

// A host may write into the headers it is given.
function copyOf({ status, headers, body }: WebhookResponse): WebhookResponse {
  return { status, headers: { ...headers }, body };
}

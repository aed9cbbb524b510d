import { randomUUID } from "node:crypto";
import type { IdempotencyStore } from "../../stores/index.ts";

/** Three commands as a Redis server has them, over a map: `SET NX PX`, `GET`, and a script that compares before it writes. */
export class FakeRedis {
  readonly #entries = new Map<string, { value: string; expires: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `SET key value NX PX milliseconds` */
  async setIfAbsent(key: string, value: string, milliseconds: number): Promise<boolean> {
    if (this.#read(key) !== undefined) return false;
    this.#write(key, value, milliseconds);
    return true;
  }

  /** `GET key` */
  async get(key: string): Promise<string | undefined> {
    return this.#read(key);
  }

  /** `EVAL`: if the value of `key` is `expected`, writes what is given; 0 milliseconds delete. */
  async ifEqual(key: string, expected: string, writes: Write[]): Promise<boolean> {
    if (this.#read(key) !== expected) return false;
    for (const [name, value, milliseconds] of writes) this.#write(name, value, milliseconds);
    return true;
  }

  #read(key: string): string | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.expires > this.#now() ? entry.value : undefined;
  }

  #write(key: string, value: string, milliseconds: number): void {
    this.#entries.set(key, { value, expires: this.#now() + milliseconds });
  }
}

type Write = readonly [key: string, value: string, milliseconds: number];

/** A store over those commands: one key for the claim, one for what is kept. */
export function redisSketch(redis: FakeRedis): IdempotencyStore {
  const claimOf = (key: string) => `claim:${key}`;
  const recordOf = (key: string) => `value:${key}`;
  const keyOf = (token: string) => token.slice(token.indexOf(":") + 1);
  return {
    async claim(key, leaseSeconds) {
      const token = `${randomUUID()}:${key}`;
      const first = await redis.setIfAbsent(claimOf(key), token, leaseSeconds * 1000);
      const kept = await redis.get(recordOf(key));
      const value = kept?.slice(1);
      const done = kept?.startsWith("d");
      if (first && done) await redis.ifEqual(claimOf(key), token, [[claimOf(key), "", 0]]);
      if (done && value !== undefined) return { state: "done", value };
      if (!first) return { state: "pending" };
      return value === undefined ? { state: "new", token } : { state: "new", token, value };
    },
    async renew(token, leaseSeconds, value, ttlSeconds = 86_400) {
      const key = keyOf(token);
      const hold: Write = [claimOf(key), token, leaseSeconds * 1000];
      const progress: Write[] =
        value === undefined ? [] : [[recordOf(key), `p${value}`, ttlSeconds * 1000]];
      return redis.ifEqual(claimOf(key), token, [hold, ...progress]);
    },
    async complete(token, value, ttlSeconds) {
      const key = keyOf(token);
      const result: Write = [recordOf(key), `d${value}`, ttlSeconds * 1000];
      return redis.ifEqual(claimOf(key), token, [result, [claimOf(key), "", 0]]);
    },
    async release(token) {
      const key = keyOf(token);
      await redis.ifEqual(claimOf(key), token, [[claimOf(key), "", 0]]);
    },
  };
}

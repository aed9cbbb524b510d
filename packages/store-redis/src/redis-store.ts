import { randomUUID } from "node:crypto";
import type { Claim, IdempotencyStore } from "@clustaar/webhook-core";
import { checkOptions, checkText } from "@clustaar/webhook-core/endpoint";
import type { RedisClient } from "./clients.ts";
import { scriptRunner } from "./internal/run-script.ts";
import { claimScript, completeScript, releaseScript, renewScript } from "./internal/scripts.ts";

/** Where {@link redisStore} keeps its keys. */
export interface RedisStoreOptions {
  /** What the names of all keys begin with; two bots on one server need different ones. Default `clustaar:`. */
  readonly prefix?: string;
}

/** Seconds that progress is kept by default: a day. */
const DAY = 86_400;

/**
 * Keeps answers, progress and claims in Redis, so that several instances share them. Every method is one script on one key.
 *
 * @param client - a connected client of node-redis or ioredis; closing it is up to you.
 * @throws {@link WebhookConfigError} `config_invalid` when the client is of neither package, or an option is wrong.
 *
 * @example
 * ```ts
 * import { redisStore } from "@clustaar/store-redis";
 * import { Webhook } from "@clustaar/webhook-core";
 * import { createClient } from "redis";
 *
 * const client = createClient({ url: process.env.REDIS_URL });
 * client.on("error", (error) => console.error("Redis:", error.message));
 * await client.connect();
 *
 * const store = redisStore(client, { prefix: "sales-bot:" });
 * const webhook = new Webhook({ idempotency: { store } });
 * console.log(typeof webhook.handle); // "function"
 * await client.close();
 * ```
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): IdempotencyStore {
  checkOptions("redisStore", options, ["prefix"]);
  const { prefix = "clustaar:" } = options;
  checkText("redisStore: prefix", prefix);
  const run = scriptRunner(client);
  const nameOf = (key: string) => prefix + escaped(key);
  const nameIn = (token: string) => prefix + token.slice(token.indexOf(":") + 1);

  async function release(token: string): Promise<void> {
    await run(releaseScript, nameIn(token), token);
  }

  return {
    async claim(key, leaseSeconds) {
      const token = `${randomUUID()}:${escaped(key)}`;
      try {
        return asClaim(
          await run(claimScript, nameOf(key), token, milliseconds(leaseSeconds)),
          token,
        );
      } catch (error) {
        // The server may have made the claim all the same, and only its answer got lost.
        release(token).catch(() => {});
        throw error;
      }
    },
    async renew(token, leaseSeconds, value, ttlSeconds = DAY) {
      const progress = value === undefined ? [] : [milliseconds(ttlSeconds), value];
      const lease = milliseconds(leaseSeconds);
      return (await run(renewScript, nameIn(token), token, lease, ...progress)) === 1;
    },
    async complete(token, value, ttlSeconds) {
      const kept = milliseconds(ttlSeconds);
      return (await run(completeScript, nameIn(token), token, kept, value)) === 1;
    },
    release,
  };
}

/** A key as JSON writes it: Redis would take different halves of characters for the same. */
function escaped(key: string): string {
  return JSON.stringify(key).slice(1, -1);
}

function milliseconds(seconds: number): number {
  return Math.ceil(seconds * 1000);
}

function asClaim(reply: unknown, token: string): Claim {
  const [state, value] = reply as unknown[];
  if (state === "pending") return { state };
  if (state === "done" && typeof value === "string") return { state, value };
  if (state === "new" && typeof value === "string") return { state, token, value };
  if (state === "new" && value === undefined) return { state, token };
  throw new TypeError(
    "redisStore: expected text from the client, got something else; does it map replies to Buffers? Give the store a client without a type mapping",
  );
}

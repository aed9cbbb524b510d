import { kindOf, messageOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import type { IoRedisClient, NodeRedisClient, RedisClient } from "../clients.ts";

/** Runs a script on one key, and gives what it returns. */
export type RunScript = (
  script: string,
  key: string,
  ...args: (string | number)[]
) => Promise<unknown>;

/**
 * Finds out which package a client is of.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function scriptRunner(client: RedisClient): RunScript {
  const run = runnerOf(client);
  return async (script, key, ...args) => {
    try {
      return await run(script, key, args.map(String));
    } catch (error) {
      // The clients' errors carry the command, and with it what is kept, which belongs into no log.
      throw new Error(reasonOf(error));
    }
  };
}

function runnerOf(client: RedisClient): (script: string, key: string, args: string[]) => unknown {
  if (isNodeRedis(client)) {
    return (script, key, args) => client.eval(script, { keys: [key], arguments: args });
  }
  if (isIoRedis(client)) return (script, key, args) => client.eval(script, 1, key, ...args);
  throw new WebhookConfigError(
    `redisStore: expected a client of node-redis (createClient) or ioredis (new Redis), got ${kindOf(client)}`,
  );
}

function isNodeRedis(client: RedisClient): client is NodeRedisClient {
  return has(client, "eval") && has(client, "evalSha");
}

function isIoRedis(client: RedisClient): client is IoRedisClient {
  return has(client, "eval") && has(client, "evalsha");
}

function has(client: unknown, method: string): boolean {
  return typeof (client as { [name: string]: unknown } | undefined | null)?.[method] === "function";
}

/** What went wrong, in words; a connection that fails on each address says so in `code` only. */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  if (message !== "") return message;
  return String((error as { code?: unknown } | undefined)?.code ?? "the Redis client failed");
}

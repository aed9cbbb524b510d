import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { OwnServer } from "@clustaar/store-suite";
import { startOwnRedis } from "@clustaar/store-suite";
import type { IdempotencyStore } from "@clustaar/webhook-core";
import { Cluster, Redis } from "ioredis";
import { Redis as Redis5 } from "ioredis5";
import { createClient, createClientPool, createCluster } from "redis";
import { createClient as createClient4 } from "redis4";
import { createClient as createClient5 } from "redis5";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisClient, redisStore } from "./index.ts";
import { redis } from "./servers.test-helpers.ts";

type Open = (url: string) => Promise<{ client: RedisClient; close: () => unknown }>;

/** What connects a client of each package that the store takes. */
const clients: Record<string, Open> = {
  async "node-redis 4"(url) {
    const client = await createClient4({ url }).connect();
    return { client, close: () => client.quit() };
  },
  async "node-redis 5"(url) {
    const client = await createClient5({ url }).connect();
    return { client, close: () => client.close() };
  },
  async "node-redis 6"(url) {
    const client = await createClient({ url }).connect();
    return { client, close: () => client.close() };
  },
  async "node-redis 6, a pool"(url) {
    const client = createClientPool({ url });
    await client.connect();
    return { client, close: () => client.close() };
  },
  async "ioredis 5"(url) {
    const client = new Redis5(url);
    return { client, close: () => client.quit() };
  },
  async "ioredis 6"(url) {
    const client = new Redis(url);
    return { client, close: () => client.quit() };
  },
};

const clusters: Record<string, Open> = {
  async "a cluster of node-redis"(url) {
    const client = await createCluster({ rootNodes: [{ url }] }).connect();
    return { client, close: () => client.close() };
  },
  async "a cluster of ioredis"(url) {
    const client = new Cluster([url]);
    return { client, close: () => client.quit() };
  },
};

/** Each method once. */
async function goThrough(store: IdempotencyStore, key: string): Promise<void> {
  const first = await store.claim(key, 60);
  if (first.state !== "new") return expect.unreachable();
  expect(await store.claim(key, 60)).toEqual({ state: "pending" });
  expect(await store.renew(first.token, 60, "half")).toBe(true);
  await store.release(first.token);
  const second = await store.claim(key, 60);
  if (second.state !== "new") return expect.unreachable();
  expect(second.value).toBe("half");
  expect(await store.complete(second.token, "wholé", 60)).toBe(true);
  expect(await store.claim(key, 60)).toEqual({ state: "done", value: "wholé" });
}

async function withStore(open: Open, url: string, key: string): Promise<void> {
  const { client, close } = await open(url);
  try {
    await goThrough(redisStore(client, { prefix: "clustaar-test:" }), key);
  } finally {
    await close();
  }
}

describe.skipIf(redis.absent)(`the store takes${redis.absent ? ` (${redis.absent})` : ""}`, () => {
  it.each(Object.entries(clients))("a client of %s", async (_, open) => {
    await withStore(open, redis.url, randomUUID());
  });
});

const { noPrograms } = redis;
describe.skipIf(noPrograms)(`the store takes${noPrograms ? ` (${noPrograms})` : ""}`, () => {
  let server: OwnServer;

  beforeAll(async () => {
    server = await startOwnRedis([
      "--cluster-enabled",
      "yes",
      "--cluster-announce-ip",
      "127.0.0.1",
    ]);
    const client = await createClient({ url: server.url }).connect();
    await client.clusterAddSlotsRange({ start: 0, end: 16_383 });
    while (!(await client.clusterInfo()).includes("cluster_state:ok")) await sleep(20);
    await client.close();
  });
  afterAll(() => server?.dispose());

  it.each(Object.entries(clusters))("%s, whatever the keys look like", async (name, open) => {
    for (const key of ["plain", "{tag}", "}{", "{}", "{"]) {
      await withStore(open, server.url, `${name} ${key}`);
    }
  });
});

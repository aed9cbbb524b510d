import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { newSpace } from "@clustaar/store-suite";
import { storeContract } from "@clustaar/webhook-core/testing";
import { Redis } from "ioredis";
import { createClient, RESP_TYPES } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type NodeRedisClient,
  type RedisClient,
  type RedisStoreOptions,
  redisStore,
} from "./index.ts";
import { redis } from "./servers.test-helpers.ts";
import { prefixOf } from "./time.test-helpers.ts";

const space = newSpace();
const prefix = prefixOf(space);

async function connect() {
  const client = createClient({ url: redis.url });
  client.on("error", () => {});
  return client.connect();
}

describe.skipIf(redis.absent)(`redisStore${redis.absent ? ` (${redis.absent})` : ""}`, () => {
  let client: Awaited<ReturnType<typeof connect>>;
  beforeAll(async () => {
    client = await connect();
  });
  afterAll(async () => {
    await client?.close();
    await redis.drop(space);
  });

  describe("keeps the contract when a client sends every command again, whose answer was lost:", () => {
    const twice = () => {
      const again: NodeRedisClient = {
        evalSha: client.evalSha,
        eval: async (...args) => [await client.eval(...args), await client.eval(...args)][1],
      };
      return redisStore(again, { prefix });
    };
    const pass = (seconds: number) => redis.age(space, seconds);
    it.each(storeContract(twice, { lease: 1000, pass }))("$name", ({ run }) => run());
  });

  it("gives back a claim that the server made, and whose answer was lost", async () => {
    const key = randomUUID();
    let lost = 0;
    const losing: NodeRedisClient = {
      evalSha: client.evalSha,
      async eval(...args) {
        const reply = await client.eval(...args);
        if (lost++ === 0) throw new Error("Socket closed unexpectedly");
        return reply;
      },
    };
    await expect(redisStore(losing, { prefix }).claim(key, 3600)).rejects.toThrow(/Socket closed/);
    const { claim } = redisStore(client, { prefix });
    await expect.poll(async () => (await claim(key, 60)).state, { timeout: 30_000 }).toBe("new");
  });

  it("leaves nothing behind in Redis but what is kept, and that for its time", async () => {
    const [key, store] = [randomUUID(), redisStore(client, { prefix })];
    const first = await store.claim(key, 60);
    if (first.state !== "new") return expect.unreachable();
    expect(await client.pTTL(prefix + key)).toBeGreaterThan(0);
    expect(await client.pTTL(prefix + key)).toBeLessThanOrEqual(60_000);
    await store.release(first.token);
    expect(await client.exists(prefix + key)).toBe(0);
    const second = await store.claim(key, 60);
    if (second.state !== "new") return expect.unreachable();
    await store.complete(second.token, "kept", 3600);
    expect(await client.pTTL(prefix + key)).toBeGreaterThan(60_000);
    expect(await client.pTTL(prefix + key)).toBeLessThanOrEqual(3_600_000);
  });

  it("keeps two prefixes apart, and halves of characters", async () => {
    const [key, store] = [randomUUID(), redisStore(client, { prefix })];
    const keep = async (name: string, of = store) => {
      const claim = await of.claim(name, 60);
      expect(claim.state).toBe("new");
      if (claim.state === "new") await of.complete(claim.token, name, 60);
    };
    await keep(key);
    await keep(key, redisStore(client, { prefix: `${prefix}other:` }));
    await keep(`${key}\ud83d`);
    await keep(`${key}\ud83e`);
    await keep(`${key}\0`);
  });

  it("says what failed without what was kept, which a client's error carries", async () => {
    const ioredis = new Redis(redis.url);
    const key = randomUUID();
    await client.set(prefix + key, "of another program");
    const store = redisStore(ioredis, { prefix });
    const complete = async () => store.complete(`token:${key}`, "what the visitor wrote", 60);
    const error: unknown = await complete().catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 9 })).toMatch(/WRONGTYPE/);
    expect(inspect(error, { depth: 9 })).not.toMatch(/visitor/);
    await client.del(prefix + key);
    await ioredis.quit();
  });

  it("refuses Buffers from the client, which would never equal a text", async () => {
    const mapped = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    const store = redisStore(mapped, { prefix });
    await expect(store.claim(randomUUID(), 1)).rejects.toThrow(/client without a type mapping/);
  });
});

describe("redisStore says", () => {
  it("what a failed connection's error has in its code only", async () => {
    const refused: RedisClient = {
      evalSha() {},
      eval: () => Promise.reject(Object.assign(new AggregateError([]), { code: "ECONNREFUSED" })),
    };
    await expect(redisStore(refused).claim("a", 1)).rejects.toThrow("ECONNREFUSED");
  });

  it.each<[string, unknown, RegExp]>([
    ["no client", undefined, /expected a client .*, got undefined/],
    ["an address", "redis://127.0.0.1", /got a string/],
    ["a promise of a client", connectLater(), /got a promise/],
    ["something else with `eval`", { eval() {} }, /got an object/],
  ])("that it was given %s", (_, given, expected) => {
    expect(() => redisStore(given as RedisClient)).toThrow(expected);
  });

  it.each<[RedisStoreOptions, RegExp]>([
    [{ prefix: "" }, /redisStore: prefix/],
    [{ prefix: undefined }, /option "prefix" is undefined/],
    [{ prefx: "a:" } as RedisStoreOptions, /did you mean "prefix"/],
  ])("that the options %j are wrong", (options, expected) => {
    const client: RedisClient = { evalSha() {}, eval: async () => 1 };
    expect(() => redisStore(client, options)).toThrow(expected);
  });

  async function connectLater() {}
});

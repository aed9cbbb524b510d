import { describe, expect, it } from "vitest";
import { type IdempotencyStore, memoryStore } from "../../stores/index.ts";
import { storeContract } from "./index.ts";
import { FakeRedis, redisSketch } from "./redis-sketch.ts";

describe("a store of three Redis commands keeps the contract, seen from two processes:", () => {
  let now = 0;
  const redis = new FakeRedis(() => now);
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  it.each(storeContract(() => redisSketch(redis), { pass }))("$name", ({ run }) => run());
});

it("waits in real time where it is not told how to make time pass", async () => {
  const redis = new FakeRedis(Date.now);
  const cases = storeContract(() => redisSketch(redis), { lease: 0.02 });
  // This one only becomes truer when the machine is slow.
  const late = cases.find(({ name }) => name === "the token of an expired claim changes nothing");
  await late?.run();
  expect(late).toBeDefined();
});

describe("the contract finds a store that", () => {
  /** Names of the cases that a store fails whose methods are replaced. */
  async function failuresOf(
    change: (store: IdempotencyStore) => Partial<IdempotencyStore>,
  ): Promise<string[]> {
    let now = 0;
    const store = memoryStore({ now: () => now });
    const changed = { ...store, ...change(store) };
    const pass = (seconds: number) => {
      now += seconds * 1000;
    };
    const failures: string[] = [];
    for (const { name, run } of storeContract(() => changed, { pass })) {
      await run().catch(() => failures.push(name));
    }
    return failures;
  }

  it("is right: none", async () => {
    expect(await failuresOf(() => ({}))).toEqual([]);
  });

  it.each<[string, (store: IdempotencyStore) => Partial<IdempotencyStore>, RegExp]>([
    [
      "lets everybody in",
      (store) => ({ claim: (key, lease) => store.claim(`${key}${Math.random()}`, lease) }),
      /exactly one is new/,
    ],
    [
      "reads, waits, and then writes",
      (store) => ({
        async claim(key, lease) {
          const found = await store.claim(key, 0.000_001);
          await Promise.resolve();
          return found.state === "done" ? found : store.claim(key, lease);
        },
      }),
      /new/,
    ],
    [
      "forgets at once",
      (store) => ({ complete: (token, value) => store.complete(token, value, 0) }),
      /no sooner/,
    ],
    [
      "never forgets",
      (store) => ({ complete: (token, value) => store.complete(token, value, 1e9) }),
      /forgotten after its time/,
    ],
    [
      "ignores leases",
      (store) => ({ claim: (key) => store.claim(key, 1e9) }),
      /a claim that ran out/,
    ],
    ["does not renew", () => ({ renew: () => true }), /holds for another lease/],
    [
      "keeps no progress",
      (store) => ({ renew: (token, lease) => store.renew(token, lease) }),
      /progress of a released claim/,
    ],
    [
      "keeps progress forever",
      (store) => ({ renew: (token, lease, value) => store.renew(token, lease, value, 1e9) }),
      /progress is forgotten/,
    ],
    [
      "says that a late result is kept",
      (store) => ({
        complete: async (...args) => (await store.complete(...args)) || true,
      }),
      /late `complete`/,
    ],
    ["trims", (store) => ({ claim: (key, lease) => store.claim(key.trim(), lease) }), /look alike/],
    [
      "folds case",
      (store) => ({ claim: (key, lease) => store.claim(key.toLowerCase(), lease) }),
      /look alike/,
    ],
    [
      "changes line ends",
      (store) => ({
        complete: (token, value, ttl) => store.complete(token, value.replace("\r\n", "\n"), ttl),
      }),
      /as it was given/,
    ],
  ])("%s", async (_, change, expected) => {
    const failures = await failuresOf(change);
    expect(failures.join("\n")).toMatch(expected);
  });
});

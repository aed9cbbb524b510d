import { describe, expect, it } from "vitest";
import { emitterStoreContract } from "../../testing/index.ts";
import { message } from "../../testing/store-contract/world.ts";
import { memoryEmitterStore } from "./memory-store.ts";

async function createWorld() {
  let now = Date.UTC(2026, 10, 26);
  let works = 0;
  const store = memoryEmitterStore();
  await store.open({
    now: () => now,
    onWork: () => {
      works++;
    },
    onError: () => {},
  });
  return {
    store,
    other: store,
    now: () => now,
    unit: 1000,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    works: () => works,
    dispose: () => store.close(),
  };
}

describe("the memory store keeps the contract", () => {
  for (const { name, needs, run } of emitterStoreContract(createWorld)) {
    // One process owns it, and what it holds ends with it.
    it.skipIf(needs !== undefined)(name, run);
  }
});

describe("memoryEmitterStore", () => {
  it("lets the oldest ended messages go, never one that has not ended", async () => {
    const store = memoryEmitterStore({ keep: 2 });
    await store.open({ now: Date.now, onWork() {}, onError() {} });
    const waiting = message({ now: Date.now }, "slow");
    await store.publish(waiting);
    await store.updateState("slow", (state) => ({ ...state, status: "paused" }));
    for (let n = 0; n < 5; n++) {
      await store.publish(message({ now: Date.now }, "a", { event: `after:e${n}` }));
      const { claims } = await store.claim({
        limit: 1,
        leaseMs: 1,
        concurrency: () => 1,
        rate: () => undefined,
      });
      await store.settle([{ token: claims[0]?.token ?? "", next: { state: "delivered" } }]);
    }
    const { items } = await store.list({}, { limit: 10 });
    expect(items.map(({ event }) => event)).toEqual(["after:e4", "after:e3", "after:order.paid"]);
  });

  it("has no transactions to join", async () => {
    const store = memoryEmitterStore();
    await expect(store.publish(message({ now: Date.now }, "a"), {})).rejects.toMatchObject({
      code: "tx_unsupported",
    });
  });

  it("refuses options it does not know", () => {
    expect(() => memoryEmitterStore({ kept: 5 } as never)).toThrow('unknown option "kept"');
    expect(() => memoryEmitterStore({ keep: -1 })).toThrow("from 0 up");
  });

  it("takes one after the other from a hundred thousand that wait, in order", async () => {
    const store = memoryEmitterStore();
    await store.open({ now: Date.now, onWork() {}, onError() {} });
    const some = message({ now: Date.now }, "a");
    for (let n = 0; n < 100_000; n++) {
      await store.publish({
        ...some,
        id: `m${n}`,
        deliveries: [{ id: `d${n}`, webhookId: "a", group: null }],
      });
    }
    const request = { limit: 1, leaseMs: 1, concurrency: () => 1, rate: () => undefined };
    for (let n = 0; n < 1000; n++) {
      const { claims } = await store.claim(request);
      expect(claims[0]?.deliveryId).toBe(`d${n}`);
      await store.settle([{ token: claims[0]?.token ?? "", next: { state: "delivered" } }]);
    }
    expect((await store.stats()).waiting).toBe(99_000);
  });
});

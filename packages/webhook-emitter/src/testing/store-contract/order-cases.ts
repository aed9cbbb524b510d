import assert from "node:assert/strict";
import type { Claim } from "../../stores/records.ts";
import {
  type ContractCase,
  claim,
  claimOne,
  deliveryOf,
  message,
  retry,
  succeed,
} from "./world.ts";

/** Which attempt is next, and which has to wait. */
export const orderCases: readonly ContractCase[] = [
  [
    "first attempts of a group start one after the other, in order",
    async (world) => {
      const sent = [1, 2, 3].map(() => message(world, "a", { group: "order 1" }));
      for (const one of sent) await world.store.publish(one);
      for (const one of sent) {
        const next = await claimOne(world.store);
        assert.equal(next.deliveryId, deliveryOf(one));
        assert.equal((await claim(world.other)).length, 0);
        await succeed(world, next);
      }
    },
  ],
  [
    "a group goes on after a first attempt that failed, and its retries hold nothing up",
    async (world) => {
      const [one, two, three] = [1, 2, 3].map(() => message(world, "a", { group: "g" }));
      assert.ok(one && two && three);
      for (const each of [one, two, three]) await world.store.publish(each);
      await retry(world, await claimOne(world.store), world.now() + 2 * world.unit);
      const second = await claimOne(world.store);
      assert.equal(second.deliveryId, deliveryOf(two));
      await world.pass(3 * world.unit);
      const again = await claimOne(world.store);
      assert.equal(again.deliveryId, deliveryOf(one), "the retry does not wait for the second");
      await retry(world, second, world.now() + 1000 * world.unit);
      assert.equal((await claimOne(world.store)).deliveryId, deliveryOf(three));
    },
  ],
  [
    "other groups, other webhooks and deliveries without a group do not wait",
    async (world) => {
      await world.store.publish(message(world, ["a", "b"], { group: "g" }));
      await world.store.publish(message(world, ["a", "b"], { group: "g" }));
      await world.store.publish(message(world, "a", { group: "h" }));
      await world.store.publish(message(world, "a"));
      const claims = await claim(world.store);
      assert.deepEqual(claims.map(({ webhookId }) => webhookId).sort(), ["a", "a", "a", "b"]);
    },
  ],
  [
    "a first attempt that is released keeps its place in the group",
    async (world) => {
      const [one, two] = [message(world, "a", { group: "g" }), message(world, "a", { group: "g" })];
      await world.store.publish(one);
      await world.store.publish(two);
      const first = await claimOne(world.store);
      await world.store.release([first.token]);
      const again = await claimOne(world.store);
      assert.equal(again.deliveryId, deliveryOf(one));
      await succeed(world, again);
      assert.equal((await claimOne(world.store)).deliveryId, deliveryOf(two));
    },
  ],
  [
    "a group goes on when its first message is erased",
    async (world) => {
      const sent = [1, 2, 3].map(() => message(world, "a", { group: "g" }));
      for (const one of sent) await world.store.publish(one);
      assert.equal(await world.store.erase(sent[0]?.id ?? ""), true);
      const next = await claimOne(world.store);
      assert.equal(next.deliveryId, deliveryOf(sent[1] as (typeof sent)[0]));
      assert.equal(await world.store.erase(sent[1]?.id ?? ""), true);
      await succeed(world, next);
      const last = await claimOne(world.store);
      assert.equal(last.deliveryId, deliveryOf(sent[2] as (typeof sent)[0]));
    },
  ],
  [
    "deliveries of a webhook start in the order of publishing",
    async (world) => {
      const sent = Array.from({ length: 10 }, () => message(world, "a"));
      for (const one of sent) await world.store.publish(one);
      const claims: Claim[] = [];
      for (let round = 0; round < 5; round++) {
        claims.push(...(await claim(world.store, { limit: 2 })));
      }
      assert.deepEqual(
        claims.map(({ deliveryId }) => deliveryId),
        sent.map(deliveryOf),
      );
    },
  ],
  [
    "one webhook with much to do does not keep another one waiting",
    async (world) => {
      await Promise.all(
        Array.from({ length: 200 }, () => world.store.publish(message(world, "much"))),
      );
      await world.store.publish(message(world, "little"));
      const claims = await claim(world.store, { limit: 10, concurrency: () => 100 });
      assert.ok(
        claims.some(({ webhookId }) => webhookId === "little"),
        "a claim for the other webhook",
      );
    },
  ],
  [
    "a webhook has at most as many attempts running as its concurrency, over all processes",
    async (world) => {
      for (let n = 0; n < 5; n++) await world.store.publish(message(world, "a"));
      for (let n = 0; n < 5; n++) await world.store.publish(message(world, "b"));
      const concurrency = (webhookId: string) => (webhookId === "a" ? 2 : 3);
      const first = await claim(world.store, { concurrency });
      assert.deepEqual(first.map(({ webhookId }) => webhookId).sort(), ["a", "a", "b", "b", "b"]);
      assert.equal((await claim(world.other, { concurrency })).length, 0);
      await succeed(world, first.find(({ webhookId }) => webhookId === "a") as Claim);
      const next = await claimOne(world.other, { concurrency });
      assert.equal(next.webhookId, "a");
      await world.store.redeliver(next.deliveryId);
      assert.equal((await claim(world.store, { concurrency })).length, 0, "extra ones count too");
    },
  ],
  [
    "no more attempts begin in a span than the rate allows, over all processes",
    async (world) => {
      for (let n = 0; n < 6; n++) await world.store.publish(message(world, "a"));
      await world.store.publish(message(world, "b"));
      const perMs = 20 * world.unit;
      const rate = (webhookId: string) => (webhookId === "a" ? { count: 2, perMs } : undefined);
      const first = await claim(world.store, { rate });
      assert.deepEqual(first.map(({ webhookId }) => webhookId).sort(), ["a", "a", "b"]);
      assert.equal((await claim(world.other, { rate })).length, 0);
      await world.pass(11 * world.unit);
      assert.equal((await claim(world.other, { rate })).length, 1, "half a span, one token");
      await world.pass(25 * world.unit);
      assert.equal((await claim(world.store, { rate })).length, 2, "never more than the count");
      const { claims, nextAt } = await world.store.claim({
        limit: 10,
        leaseMs: 60_000,
        concurrency: () => 100,
        rate,
      });
      assert.equal(claims.length, 0);
      assert.ok(nextAt !== null && nextAt <= world.now() + perMs, "it says when to ask again");
    },
  ],
  [
    "nothing is claimed for a webhook that is paused or disabled, and nothing is lost",
    async (world) => {
      for (const status of ["paused", "disabled"] as const) {
        const sent = message(world, "a");
        await world.store.updateState("a", (state) => ({ ...state, status }));
        await world.store.publish(sent);
        await world.store.publish(message(world, "b"));
        const other = await claimOne(world.store);
        assert.equal(other.webhookId, "b");
        await succeed(world, other);
        await world.other.updateState("a", (state) => ({ ...state, status: "active" }));
        await world.pass(world.unit);
        const back = await claimOne(world.store);
        assert.equal(back.deliveryId, deliveryOf(sent));
        await succeed(world, back);
      }
    },
  ],
  [
    "nothing is claimed for a webhook that is held, until its time has come",
    async (world) => {
      await world.store.publish(message(world, "a"));
      const heldUntil = world.now() + 3 * world.unit;
      await world.store.updateState("a", (state) => ({ ...state, heldUntil }));
      assert.equal((await claim(world.store)).length, 0);
      await world.pass(4 * world.unit);
      assert.equal((await claimOne(world.store)).webhookId, "a");
    },
  ],
];

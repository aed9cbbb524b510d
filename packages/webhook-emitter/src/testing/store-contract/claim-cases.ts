import assert from "node:assert/strict";
import type { Claim } from "../../stores/records.ts";
import {
  attempt,
  type ContractCase,
  claim,
  claimOne,
  deliveryOf,
  giveUp,
  message,
  retry,
  standing,
  succeed,
} from "./world.ts";

/** What is accepted, what is given to whom, and what becomes of it. */
export const claimCases: readonly ContractCase[] = [
  [
    "a claim gives what was published, byte for byte",
    async (world) => {
      const sent = message(world, "a", {
        event: "channel:news",
        body: Uint8Array.from([0, 255, 254, 10, 34]),
        contentType: "application/octet-stream",
        headers: { "x-schema": "é", traceparent: "00-1-2-01" },
      });
      const receipt = await world.store.publish(sent);
      assert.deepEqual(receipt, {
        messageId: sent.id,
        deliveries: [{ id: deliveryOf(sent), webhookId: "a" }],
        duplicate: false,
      });
      const got = await claimOne(world.other);
      assert.deepEqual([...got.message.body], [0, 255, 254, 10, 34]);
      const { id, event, contentType, headers, createdAt } = got.message;
      assert.deepEqual(
        { id, event, contentType, headers: { ...headers }, createdAt },
        {
          id: sent.id,
          event: sent.event,
          contentType: sent.contentType,
          headers: sent.headers,
          createdAt: sent.createdAt,
        },
      );
      assert.equal(got.deliveryId, deliveryOf(sent));
      assert.equal(got.webhookId, "a");
      assert.equal(got.kind, "scheduled");
      assert.equal(got.attempts, 0);
      assert.equal(got.scheduledSince, sent.createdAt);
    },
  ],
  [
    "each webhook of a message gets a delivery of its own",
    async (world) => {
      const sent = message(world, ["a", "b", "c"]);
      await world.store.publish(sent);
      const claims = await claim(world.store);
      assert.deepEqual(claims.map(({ webhookId }) => webhookId).sort(), ["a", "b", "c"]);
      assert.deepEqual(new Set(claims.map((one) => one.message.id)), new Set([sent.id]));
    },
  ],
  [
    "publishing tells that there is work",
    async (world) => {
      const before = world.works();
      await world.store.publish(message(world, "a"));
      assert.ok(world.works() > before, "onWork was called");
    },
  ],
  [
    "nothing is claimed twice, however many ask at once",
    async (world) => {
      const sent = Array.from({ length: 60 }, (_, n) => message(world, `w${n % 3}`));
      await Promise.all(sent.map((one) => world.store.publish(one)));
      const seen: string[] = [];
      for (let round = 0; round < 20 && seen.length < 60; round++) {
        const rounds = await Promise.all([
          claim(world.store, { limit: 7 }),
          claim(world.other, { limit: 7 }),
          claim(world.store, { limit: 7 }),
        ]);
        seen.push(...rounds.flat().map(({ deliveryId }) => deliveryId));
      }
      assert.equal(seen.length, 60);
      assert.deepEqual(new Set(seen), new Set(sent.map(deliveryOf)));
    },
  ],
  [
    "an idempotency key gives the first receipt again, in another process too",
    async (world) => {
      const first = message(world, ["a", "b"], { idempotencyKey: "order 1" });
      const again = message(world, ["a", "b"], { idempotencyKey: "order 1" });
      const receipt = await world.store.publish(first);
      const expected = { ...receipt, duplicate: true };
      assert.deepEqual(await world.other.publish(again), expected);
      assert.deepEqual(await world.store.publish(again), expected);
      await world.store.publish(message(world, "a", { idempotencyKey: "order 2" }));
      assert.equal((await claim(world.store)).length, 3);
    },
  ],
  [
    "of many that publish one key at once, exactly one is stored",
    async (world) => {
      const receipts = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 === 0 ? world.store : world.other).publish(
            message(world, "a", { idempotencyKey: "once" }),
          ),
        ),
      );
      assert.equal(receipts.filter(({ duplicate }) => !duplicate).length, 1);
      assert.equal(new Set(receipts.map(({ messageId }) => messageId)).size, 1);
      assert.equal((await claim(world.store)).length, 1);
    },
  ],
  [
    "a key without any delivery is kept too",
    async (world) => {
      const first = message(world, [], { idempotencyKey: "nobody" });
      assert.deepEqual(await world.store.publish(first), {
        messageId: first.id,
        deliveries: [],
        duplicate: false,
      });
      const again = message(world, "a", { idempotencyKey: "nobody" });
      assert.equal((await world.other.publish(again)).duplicate, true);
      assert.equal((await claim(world.store)).length, 0);
    },
  ],
  [
    "a success ends a delivery",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      assert.equal(await succeed(world, await claimOne(world.store)), "delivered");
      const now = await standing(world.other, deliveryOf(sent));
      assert.equal(now.state, "delivered");
      assert.equal(now.attempts, 1);
      assert.equal(now.nextAt, null);
      assert.ok(now.settledAt !== null && now.settledAt >= sent.createdAt);
      assert.equal((await claim(world.store)).length, 0);
    },
  ],
  [
    "a retry is claimable at its time and no sooner",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      const at = world.now() + 2 * world.unit;
      assert.equal(await retry(world, await claimOne(world.store), at), "waiting");
      assert.equal((await claim(world.store)).length, 0);
      assert.equal((await standing(world.store, deliveryOf(sent))).nextAt, at);
      await world.pass(3 * world.unit);
      const again = await claimOne(world.other);
      assert.equal(again.attempts, 1);
      assert.equal(again.message.id, sent.id);
    },
  ],
  [
    "claim says when to ask again for a retry",
    async (world) => {
      await world.store.publish(message(world, "a"));
      const at = world.now() + 5 * world.unit;
      await retry(world, await claimOne(world.store), at);
      const { nextAt } = await world.store.claim({
        limit: 10,
        leaseMs: 60_000,
        concurrency: () => 1,
        rate: () => undefined,
      });
      assert.ok(nextAt !== null && nextAt <= at, "nextAt is not later than the retry");
    },
  ],
  [
    "an attempt that does not count leaves the number of attempts alone",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      const { token } = await claimOne(world.store);
      const failed = attempt(world, { counted: false, status: null, answer: null });
      const next = { state: "waiting", at: world.now() } as const;
      await world.store.settle([{ token, attempt: failed, next }]);
      const now = await standing(world.store, deliveryOf(sent));
      assert.equal(now.attempts, 0);
      assert.equal(now.log.length, 1);
      await world.pass(world.unit);
      assert.equal((await claimOne(world.store)).attempts, 0);
    },
  ],
  [
    "a dead letter keeps its reason, and its attempts in order",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      await retry(world, await claimOne(world.store), world.now());
      await world.pass(world.unit);
      assert.equal(await giveUp(world, await claimOne(world.store), "tried 2 times"), "dead");
      const now = await standing(world.store, deliveryOf(sent));
      assert.equal(now.state, "dead");
      assert.equal(now.reason, "tried 2 times");
      assert.equal(now.attempts, 2);
      assert.deepEqual(
        now.log.map(({ status, error }) => [status, error?.code]),
        [
          [500, "status"],
          [500, "status"],
        ],
      );
      assert.deepEqual(now.log[0]?.answer, {
        contentType: "text/plain",
        excerpt: "é",
        truncated: false,
      });
    },
  ],
  [
    "settling twice changes nothing",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      const once = await claimOne(world.store);
      await succeed(world, once);
      assert.equal(await succeed(world, once), "delivered");
      assert.equal(await giveUp(world, once, "too late"), "delivered");
      const now = await standing(world.store, deliveryOf(sent));
      assert.equal(now.state, "delivered");
      assert.equal(now.attempts, 1);
    },
  ],
  [
    "many outcomes are settled together, each its own way",
    async (world) => {
      await world.store.publish(message(world, ["a", "b", "c", "d"]));
      const claims = await claim(world.store);
      const of = (webhookId: string) => claims.find((one) => one.webhookId === webhookId) as Claim;
      const settled = await world.store.settle([
        { token: of("a").token, next: { state: "delivered" } },
        { token: of("b").token, next: { state: "dead", reason: "no" } },
        { token: of("c").token, next: { state: "cancelled", reason: "its webhook was deleted" } },
        { token: of("d").token, next: { state: "waiting", at: world.now() + 1000 * world.unit } },
      ]);
      assert.deepEqual(settled, ["delivered", "dead", "cancelled", "waiting"]);
    },
  ],
  [
    "a claim that is released is given again, and no attempt is counted",
    async (world) => {
      await world.store.publish(message(world, "a"));
      const first = await claimOne(world.store);
      await world.store.release([first.token]);
      const second = await claimOne(world.other);
      assert.equal(second.deliveryId, first.deliveryId);
      assert.equal(second.attempts, 0);
      assert.notEqual(second.token, first.token);
      await world.other.release([second.token], world.now() + 2 * world.unit);
      assert.equal((await claim(world.store)).length, 0);
      await world.pass(3 * world.unit);
      assert.equal((await claimOne(world.store)).attempts, 0);
    },
  ],
  [
    "a claim outlives nobody: after the lease another process gets it, and a late success still counts",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      const lost = await claimOne(world.store, { leaseMs: 2 * world.unit });
      assert.equal((await claim(world.other)).length, 0);
      await world.pass(3 * world.unit);
      const taken = await claimOne(world.other, { leaseMs: 60_000 });
      assert.equal(taken.deliveryId, lost.deliveryId);
      assert.equal(await succeed(world, lost), "delivered");
      assert.equal(await retry({ ...world, store: world.other }, taken, world.now()), "delivered");
      assert.equal((await claim(world.store)).length, 0);
    },
    "shared",
  ],
  [
    "a claim that is renewed is not given to anybody else",
    async (world) => {
      await world.store.publish(message(world, "a"));
      const { token } = await claimOne(world.store, { leaseMs: 2 * world.unit });
      for (let round = 0; round < 3; round++) {
        await world.store.renew([token], 3 * world.unit);
        await world.pass(world.unit);
        assert.equal((await claim(world.other)).length, 0);
      }
    },
    "shared",
  ],
  [
    "what was accepted is there after a restart, held claims included",
    async (world) => {
      const sent = Array.from({ length: 5 }, () => message(world, "a", { idempotencyKey: "k" }));
      await world.store.publish(sent[0] as (typeof sent)[0]);
      const retried = message(world, "b");
      await world.store.publish(retried);
      const claims = await claim(world.store);
      const held = claims.find(({ webhookId }) => webhookId === "a") as Claim;
      const failed = claims.find(({ webhookId }) => webhookId === "b") as Claim;
      await retry(world, failed, world.now());
      await world.store.putWebhook("whk_1", '{"url":"x"}', 0);
      await world.store.updateState("b", (state) => ({ ...state, failingSince: 5 }));
      const store = await world.reopen?.();
      assert.ok(store, "a store over the same data");
      await world.pass(world.unit);
      const again = await claim(store);
      assert.deepEqual(
        again.map(({ deliveryId, attempts }) => [deliveryId, attempts]).sort(),
        [
          [held.deliveryId, 0],
          [failed.deliveryId, 1],
        ].sort(),
      );
      assert.equal((await store.publish(sent[1] as (typeof sent)[0])).duplicate, true);
      assert.equal((await store.webhook("whk_1"))?.document, '{"url":"x"}');
      assert.equal((await store.states()).get("b")?.failingSince, 5);
    },
    "reopen",
  ],
];

import assert from "node:assert/strict";
import type { Claim } from "../../stores/records.ts";
import {
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

const allTime = { since: 0, until: Number.MAX_SAFE_INTEGER };

/** Where two promises of the contract meet. */
export const edgeCases: readonly ContractCase[] = [
  [
    "nine webhooks get everything while a tenth does not answer",
    async (world) => {
      const slow = "w9";
      for (let n = 0; n < 10; n++) {
        await Promise.all(
          Array.from({ length: 10 }, () => world.store.publish(message(world, `w${n}`))),
        );
      }
      const hanging: Claim[] = [];
      let done = 0;
      // An emitter that makes 20 attempts at a time, 4 for each webhook.
      for (let round = 0; round < 200 && done < 90; round++) {
        const limit = 20 - hanging.length;
        const claims = await claim(world.store, { limit, concurrency: () => 4 });
        for (const one of claims) {
          if (one.webhookId === slow) hanging.push(one);
          else done++;
        }
        const answered = claims.filter(({ webhookId }) => webhookId !== slow);
        await world.store.settle(
          answered.map(({ token }) => ({ token, next: { state: "delivered" } })),
        );
      }
      assert.equal(done, 90);
      assert.equal(hanging.length, 4);
    },
  ],
  [
    "bodies may be empty or large, and names anything",
    async (world) => {
      const odd = "w'\"\\ {},é😀";
      const large = new Uint8Array(262_144).map((_, n) => n % 251);
      const one = message(world, odd, { body: large, group: odd, idempotencyKey: odd });
      const two = message(world, odd, { body: new Uint8Array(0), headers: { "x-odd": odd } });
      await world.store.publish(one);
      await world.store.publish(two);
      const claims = await claim(world.other);
      assert.deepEqual(
        claims.map(({ webhookId }) => webhookId),
        [odd, odd],
      );
      const of = (id: string) => claims.find((each) => each.message.id === id)?.message;
      assert.deepEqual([...(of(one.id)?.body ?? [])], [...large]);
      assert.equal(of(two.id)?.body.byteLength, 0);
      assert.deepEqual({ ...of(two.id)?.headers }, { "x-odd": odd });
      assert.equal((await standing(world.store, deliveryOf(one))).group, odd);
    },
  ],
  [
    "dead letters of a group are made again one after the other, in order",
    async (world) => {
      const sent = [1, 2, 3].map(() => message(world, "a", { group: "g" }));
      for (const one of sent) await world.store.publish(one);
      for (let n = 0; n < 3; n++) await giveUp(world, await claimOne(world.store), "down");
      assert.equal(await world.store.recover("a", allTime), 3);
      for (const one of sent) {
        const next = await claimOne(world.other);
        assert.equal(next.deliveryId, deliveryOf(one));
        assert.equal((await claim(world.store)).length, 0);
        await succeed(world, next);
      }
    },
  ],
  [
    "a delivery that is recovered while its last attempt runs goes on with what comes of it",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      const running = await claimOne(world.store);
      assert.equal(await world.store.cancel("a", "dead", "disabled"), 1);
      assert.equal(await world.store.recover("a", allTime), 1);
      assert.equal((await claim(world.other)).length, 0, "one attempt at a time");
      assert.equal(await retry(world, running, world.now()), "waiting");
      await world.pass(world.unit);
      const again = await claimOne(world.other);
      assert.deepEqual([again.deliveryId, again.attempts], [deliveryOf(sent), 1]);
    },
  ],
  [
    "a group goes on when its first delivery is delivered beside the schedule",
    async (world) => {
      const [one, two] = [message(world, "a", { group: "g" }), message(world, "a", { group: "g" })];
      await world.store.publish(one);
      await world.store.publish(two);
      await world.store.redeliver(deliveryOf(one));
      const claims = await claim(world.store);
      assert.deepEqual(claims.map(({ kind }) => kind).sort(), ["extra", "scheduled"]);
      const of = (kind: Claim["kind"]) => claims.find((each) => each.kind === kind) as Claim;
      await world.store.release([of("scheduled").token]);
      assert.equal(await succeed(world, of("extra")), "delivered");
      const next = await claimOne(world.other);
      assert.equal(next.deliveryId, deliveryOf(two));
      await succeed(world, next);
      assert.equal((await claim(world.store)).length, 0);
    },
  ],
  [
    "a group goes on when its first message expires",
    async (world) => {
      const expiresAt = world.now() + world.unit;
      const [one, two] = [
        message(world, "a", { group: "g", expiresAt }),
        message(world, "a", { group: "g" }),
      ];
      await world.store.publish(one);
      await world.store.publish(two);
      await world.pass(2 * world.unit);
      assert.equal(await world.store.expire(10), 1);
      assert.equal((await claimOne(world.store)).deliveryId, deliveryOf(two));
    },
  ],
  [
    "a claim that is given back after its delivery was cancelled is not given again",
    async (world) => {
      await world.store.publish(message(world, "a"));
      const running = await claimOne(world.store);
      await world.store.cancel("a", "cancelled", "deleted");
      await world.store.release([running.token]);
      assert.equal((await claim(world.other)).length, 0);
      assert.deepEqual((await world.store.stats()).webhooks, {});
    },
  ],
  [
    "a claim that is given back gives the rate's token back",
    async (world) => {
      await world.store.publish(message(world, "a"));
      const rate = () => ({ count: 1, perMs: 1000 * world.unit });
      const first = await claimOne(world.store, { rate });
      assert.equal((await claim(world.store, { rate })).length, 0);
      await world.store.release([first.token]);
      await claimOne(world.other, { rate });
    },
  ],
  [
    "tokens that mean nothing change nothing",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      const tokens = ["", "1", "1.1", "999.999.999", "no token"];
      await world.store.renew(tokens, 1000);
      await world.store.release(tokens);
      const settled = await world.store.settle(
        ["", "999.999.999", "no token"].map((token) => ({ token, next: { state: "delivered" } })),
      );
      assert.deepEqual(settled, ["gone", "gone", "gone"]);
      assert.equal((await claimOne(world.store)).deliveryId, deliveryOf(sent));
    },
  ],
  [
    "of many that write a webhook at once, exactly one has read what stands there",
    async (world) => {
      await world.store.putWebhook("whk_1", "0", 0);
      const written = await Promise.allSettled(
        Array.from({ length: 10 }, (_, n) =>
          (n % 2 === 0 ? world.store : world.other).putWebhook("whk_1", String(n), 1),
        ),
      );
      assert.equal(written.filter(({ status }) => status === "fulfilled").length, 1);
      assert.equal((await world.store.webhook("whk_1"))?.version, 2);
    },
  ],
  [
    "stats follow what is cancelled, recovered, delivered again and erased",
    async (world) => {
      const numbers = async () => {
        const { waiting, inFlight, dead } = await world.other.stats();
        return [waiting, inFlight, dead];
      };
      const sent = [1, 2, 3].map(() => message(world, "a"));
      for (const one of sent) await world.store.publish(one);
      const [running] = await claim(world.store, { limit: 1 });
      assert.deepEqual(await numbers(), [2, 1, 0]);
      await world.store.cancel("a", "dead", "disabled");
      assert.deepEqual(await numbers(), [0, 1, 3]);
      await world.store.recover("a", allTime);
      assert.deepEqual(await numbers(), [2, 1, 0]);
      await giveUp(world, running as Claim, "no");
      assert.deepEqual(await numbers(), [2, 0, 1]);
      await world.store.redeliver((running as Claim).deliveryId);
      const extra = (await claim(world.store)).find(({ kind }) => kind === "extra") as Claim;
      assert.deepEqual(await numbers(), [0, 3, 1]);
      await succeed(world, extra);
      assert.deepEqual(await numbers(), [0, 2, 0]);
      for (const one of sent) await world.store.erase(one.id);
      const { waiting, dead, oldestAt } = await world.other.stats();
      assert.deepEqual([waiting, dead, oldestAt], [0, 0, null]);
    },
  ],
];

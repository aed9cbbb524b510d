import assert from "node:assert/strict";
import type { NewMessage } from "../../stores/records.ts";
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

const allTime = { since: 0, until: Number.MAX_SAFE_INTEGER };

/** What people ask for: deliver again, look up, take away. */
export const upkeepCases: readonly ContractCase[] = [
  [
    "redeliver makes one extra attempt of a dead letter: a failure leaves it dead, a success delivers it",
    async (world) => {
      const sent = message(world, "a");
      const id = deliveryOf(sent);
      await world.store.publish(sent);
      await giveUp(world, await claimOne(world.store), "no");
      assert.equal(await world.other.redeliver(id), true);
      const extra = await claimOne(world.store);
      assert.equal(extra.kind, "extra");
      assert.equal(extra.message.id, sent.id);
      assert.equal(await giveUp(world, extra, "again"), "dead");
      assert.equal((await standing(world.store, id)).reason, "no");
      assert.equal((await claim(world.store)).length, 0);
      await world.store.redeliver(id);
      assert.equal(await succeed(world, await claimOne(world.store)), "delivered");
      const now = await standing(world.store, id);
      assert.equal(now.state, "delivered");
      assert.equal(now.reason, null);
      assert.equal(now.attempts, 1, "attempts of the schedule");
      assert.deepEqual(
        now.log.map(({ kind }) => kind),
        ["scheduled", "extra", "extra"],
      );
      assert.equal(await world.store.redeliver("dlv_unknown"), false);
    },
  ],
  [
    "redeliver beside a running schedule: a failure leaves the schedule alone, a success ends it",
    async (world) => {
      const sent = message(world, "a", { group: "g" });
      const id = deliveryOf(sent);
      await world.store.publish(sent);
      const at = world.now() + 4 * world.unit;
      await retry(world, await claimOne(world.store), at);
      await world.store.redeliver(id);
      await retry(world, await claimOne(world.store), world.now() + 1000 * world.unit);
      const now = await standing(world.store, id);
      assert.deepEqual([now.state, now.nextAt, now.attempts], ["waiting", at, 1]);
      await world.store.redeliver(id);
      const extra = await claimOne(world.store);
      assert.equal(await succeed(world, extra), "delivered");
      await world.pass(5 * world.unit);
      assert.equal((await claim(world.store)).length, 0, "the schedule is over");
    },
  ],
  [
    "recover starts the schedule of dead letters again, within its range and in order",
    async (world) => {
      const sent = [];
      for (let n = 0; n < 4; n++) {
        sent.push(message(world, "a", { createdAt: 1000 + n }));
        await world.store.publish(sent[n] as ReturnType<typeof message>);
      }
      await world.store.publish(message(world, "b", { createdAt: 1001 }));
      const claims = await claim(world.store);
      for (const one of claims) await giveUp(world, one, "down");
      assert.equal(await world.store.recover("a", { since: 1001, until: 1003 }), 2);
      assert.equal(await world.store.recover("a", { since: 1001, until: 1003 }), 0);
      const again = await claim(world.other);
      assert.deepEqual(
        again.map(({ deliveryId, attempts }) => [deliveryId, attempts]),
        sent.slice(1, 3).map((one) => [deliveryOf(one), 0]),
      );
      for (const one of again) {
        assert.ok(one.scheduledSince >= world.now() - 60_000, "the schedule began just now");
      }
    },
  ],
  [
    "what is recovered while its old schedule was waiting is claimed once",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      await retry(world, await claimOne(world.store), world.now() + 2 * world.unit);
      assert.equal(await world.store.cancel("a", "dead", "disabled"), 1);
      assert.equal(await world.store.recover("a", allTime), 1);
      await world.pass(3 * world.unit);
      await claimOne(world.store);
      assert.equal((await claim(world.store)).length, 0);
    },
  ],
  [
    "cancel ends what waits for a webhook, extra attempts included, and nothing else",
    async (world) => {
      const [one, two] = [message(world, ["a", "b"]), message(world, "a", { group: "g" })];
      await world.store.publish(one);
      await world.store.publish(two);
      await world.store.publish(message(world, "a", { group: "g" }));
      await world.store.redeliver(deliveryOf(one));
      assert.equal(await world.store.cancel("a", "cancelled", "its webhook was deleted"), 3);
      const left = await claimOne(world.store);
      assert.equal(left.webhookId, "b");
      const now = await standing(world.store, deliveryOf(one));
      assert.deepEqual(
        [now.state, now.reason, now.nextAt],
        ["cancelled", "its webhook was deleted", null],
      );
      assert.equal(await world.store.cancel("a", "cancelled", "again"), 0);
    },
  ],
  [
    "an attempt that was running when its delivery was cancelled changes it only by a success",
    async (world) => {
      await world.store.publish(message(world, "a"));
      await world.store.publish(message(world, "a"));
      const [one, two] = await claim(world.store);
      assert.ok(one && two);
      assert.equal(await world.store.cancel("a", "cancelled", "deleted"), 2);
      assert.equal(await retry(world, one, world.now()), "cancelled");
      assert.equal((await standing(world.store, one.deliveryId)).log.length, 1);
      assert.equal(await succeed(world, two), "delivered");
      await world.pass(world.unit);
      assert.equal((await claim(world.store)).length, 0);
    },
  ],
  [
    "a message can be read until it is erased",
    async (world) => {
      const sent = message(world, "a", { headers: { "x-one": "é" } });
      await world.store.publish(sent);
      const found = await world.other.message(sent.id);
      assert.ok(found, "the message");
      assert.deepEqual([...found.body], [...sent.body]);
      const { id, event, contentType, headers, createdAt } = sent;
      assert.deepEqual(
        { ...found, body: null },
        { id, event, contentType, headers, createdAt, body: null },
      );
      await world.store.erase(sent.id);
      assert.equal(await world.store.message(sent.id), undefined);
    },
  ],
  [
    "erase removes a message everywhere, and nothing else",
    async (world) => {
      const [one, two] = [message(world, ["a", "b"], { idempotencyKey: "k" }), message(world, "a")];
      await world.store.publish(one);
      await world.store.publish(two);
      const claims = await claim(world.store, { concurrency: () => 1 });
      const running = claims.find((each) => each.message.id === one.id);
      assert.ok(running);
      assert.equal(await world.other.erase(one.id), true);
      assert.equal(await world.store.delivery(deliveryOf(one)), undefined);
      assert.deepEqual((await world.store.list({ messageId: one.id }, { limit: 10 })).items, []);
      assert.equal(await world.store.redeliver(deliveryOf(one)), false);
      assert.equal(await succeed(world, running), "gone");
      assert.equal(await world.store.erase(one.id), false);
      const again = message(world, "a", { idempotencyKey: "k" });
      assert.equal((await world.store.publish(again)).duplicate, false);
      const rest = await claim(world.store);
      const left = new Set([...claims, ...rest].map((each) => each.message.id));
      assert.deepEqual(left, new Set([one.id, two.id, again.id]));
    },
  ],
  [
    "expire removes messages whose time is over",
    async (world) => {
      const soon = message(world, "a", { expiresAt: world.now() + world.unit });
      const later = message(world, "a");
      await world.store.publish(soon);
      await world.store.publish(later);
      assert.equal(await world.store.expire(100), 0);
      await world.pass(2 * world.unit);
      assert.equal(await world.store.expire(100), 1);
      assert.equal(await world.store.delivery(deliveryOf(soon)), undefined);
      assert.equal((await claimOne(world.store)).deliveryId, deliveryOf(later));
    },
  ],
  [
    "list gives what fits, newest first, page after page, whatever is published meanwhile",
    async (world) => {
      const sent = [];
      for (let n = 0; n < 7; n++) {
        const event = n % 2 === 0 ? "after:even" : "after:odd";
        sent.push(message(world, "a", { createdAt: 1000 + n, event }));
        await world.store.publish(sent[n] as ReturnType<typeof message>);
      }
      await world.store.publish(message(world, "b", { createdAt: 2000 }));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await world.other.list({ webhookId: "a" }, { limit: 3, cursor });
        assert.ok(page.items.length <= 3);
        seen.push(...page.items.map(({ id }) => id));
        await world.store.publish(message(world, "a", { createdAt: 3000 }));
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      assert.deepEqual(seen, sent.map(deliveryOf).reverse());

      const ids = async (filter: Parameters<typeof world.store.list>[0]) =>
        (await world.store.list(filter, { limit: 100 })).items.map(({ createdAt }) => createdAt);
      assert.deepEqual(await ids({ since: 1002, until: 1005 }), [1004, 1003, 1002]);
      assert.deepEqual(await ids({ event: "after:odd" }), [1005, 1003, 1001]);
      assert.deepEqual(await ids({ messageId: sent[3]?.id ?? "" }), [1003]);
      assert.deepEqual(await ids({ states: ["dead"] }), []);
      const oldest = (await claim(world.store, { limit: 1 }))[0];
      assert.ok(oldest);
      await giveUp(world, oldest, "no");
      assert.deepEqual(await ids({ states: ["dead", "cancelled"] }), [
        (await standing(world.store, oldest.deliveryId)).createdAt,
      ]);
    },
  ],
  [
    "list gives what failed: dead letters, and what was tried and will be again",
    async (world) => {
      const [dead, retried, fresh] = [1, 2, 3].map((n) =>
        message(world, "a", { createdAt: 1000 + n }),
      ) as [NewMessage, NewMessage, NewMessage];
      await world.store.publish(dead);
      await giveUp(world, await claimOne(world.store), "no");
      await world.store.publish(retried);
      await retry(world, await claimOne(world.store), world.now() + 100 * world.unit);
      await world.store.publish(fresh);
      const failed = [deliveryOf(retried), deliveryOf(dead)];
      for (const filter of [{ failed: true }, { failed: true, webhookId: "a" }] as const) {
        const { items } = await world.other.list(filter, { limit: 10 });
        assert.deepEqual(
          items.map(({ id }) => id),
          failed,
        );
      }
      await succeed(world, await claimOne(world.store));
      assert.equal((await world.other.list({ failed: true }, { limit: 10 })).items.length, 2);
    },
  ],
  [
    "an attempt is kept as it was",
    async (world) => {
      const sent = message(world, "a");
      await world.store.publish(sent);
      const { token } = await claimOne(world.store);
      const record = attempt(world, {
        durationMs: 1234.5,
        status: null,
        error: { code: "timeout", message: "no answer within 15 s" },
        answer: null,
      });
      await world.store.settle([{ token, attempt: record, next: { state: "dead", reason: "x" } }]);
      assert.deepEqual((await standing(world.other, deliveryOf(sent))).log, [record]);
    },
  ],
  [
    "webhooks are written by the process that read them last",
    async (world) => {
      const before = await world.other.revision();
      const first = await world.store.putWebhook("whk_1", '{"a":"é"}', 0);
      assert.equal(first.version, 1);
      assert.notEqual(await world.other.revision(), before);
      const second = await world.other.putWebhook("whk_1", '{"a":2}', 1);
      assert.deepEqual([second.version, second.createdAt], [2, first.createdAt]);
      const changed = { code: "webhook_changed" };
      await assert.rejects(world.store.putWebhook("whk_1", "{}", 1), changed);
      await assert.rejects(world.store.putWebhook("whk_1", "{}", 0), changed);
      await assert.rejects(world.store.putWebhook("whk_2", "{}", 1), changed);
      await world.store.putWebhook("whk_3", "{}", 0);
      assert.deepEqual(
        (await world.other.webhooks()).map(({ id, document }) => [id, document]),
        [
          ["whk_1", '{"a":2}'],
          ["whk_3", "{}"],
        ],
      );
      await world.store.updateState("whk_1", (state) => ({ ...state, slow: 1 }));
      assert.equal(await world.store.deleteWebhook("whk_1"), true);
      assert.equal(await world.store.deleteWebhook("whk_1"), false);
      assert.equal(await world.other.webhook("whk_1"), undefined);
      assert.equal((await world.other.states()).get("whk_1"), undefined);
    },
  ],
  [
    "a webhook's state changes in one step, however many change it",
    async (world) => {
      const before = await world.store.revision();
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 === 0 ? world.store : world.other).updateState("a", (state) => ({
            ...state,
            slow: state.slow + 1,
          })),
        ),
      );
      const { before: was, after } = await world.store.updateState("a", (state) => ({
        ...state,
        status: "disabled",
        reason: "410",
        since: 5,
      }));
      assert.equal(was.slow, 20);
      assert.equal(after.status, "disabled");
      assert.deepEqual((await world.other.states()).get("a"), after);
      assert.notEqual(await world.other.revision(), before);
    },
  ],
  [
    "stats count what waits, runs and is dead",
    async (world) => {
      const empty = { waiting: 0, inFlight: 0, dead: 0, oldestAt: null, webhooks: {} };
      assert.deepEqual(await world.store.stats(), empty);
      await world.store.publish(message(world, ["a", "b"], { createdAt: 1000 }));
      await world.store.publish(message(world, "a", { createdAt: 2000 }));
      await world.store.publish(message(world, "a", { createdAt: 3000, group: "g" }));
      await world.store.publish(message(world, "a", { createdAt: 4000, group: "g" }));
      const claims = await claim(world.store, { concurrency: (id) => (id === "a" ? 2 : 1) });
      assert.equal(claims.length, 3);
      const { webhooks, ...total } = await world.other.stats();
      assert.deepEqual(total, { waiting: 2, inFlight: 3, dead: 0, oldestAt: 1000 });
      assert.deepEqual(webhooks, {
        a: { waiting: 2, inFlight: 2, dead: 0, oldestAt: 1000 },
        b: { waiting: 0, inFlight: 1, dead: 0, oldestAt: 1000 },
      });
      for (const one of claims) {
        if (one.webhookId === "a") await giveUp(world, one, "no");
        else await succeed(world, one);
      }
      const after = await world.store.stats();
      assert.deepEqual(
        [after.waiting, after.inFlight, after.dead, after.oldestAt],
        [2, 0, 2, 3000],
      );
    },
  ],
];

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  got,
  hook,
  onlyDelivery,
  quiet,
  startEmitter,
  startServer,
} from "../emitter/world.test-helpers.ts";
import { defaultSchedule, nextTry } from "./schedule.ts";

const failing = () => startServer((_request, response) => response.writeHead(500).end());
const total = { total: 5 };

describe("the schedule", () => {
  it("waits 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, then gives up with the reason", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server)], disableAfter: 1e12 });
    const exhausted: unknown[] = [];
    emitter.on("webhook.exhausted", ({ facts }) => exhausted.push(facts));
    const { deliveries } = await emitter.publish("order.paid", total);
    const waits: number[] = [];
    for (let tries = 1; tries <= 10; tries++) {
      await got(server, tries);
      await quiet(emitter);
      const { nextAt } = await onlyDelivery(emitter);
      if (nextAt === null) break;
      const wait = nextAt - clock.now();
      waits.push(wait / 1000);
      await clock.pass(wait - 1);
      expect(server.requests).toHaveLength(tries);
      await clock.pass(1);
    }
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    expect(await onlyDelivery(emitter)).toMatchObject({
      state: "dead",
      attempts: 10,
      reason: "tried 10 times; at last the endpoint answered 500",
    });
    expect(exhausted).toMatchObject([{ delivery: deliveries[0]?.id, event: "after:order.paid" }]);
  });

  it("can be set for the emitter", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter({
      webhooks: [hook(server)],
      schedule: ["1s", 60],
    });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    expect((await onlyDelivery(emitter)).nextAt).toBe(clock.now() + 1000);
    await clock.pass(1000);
    await got(server, 2);
    await quiet(emitter);
    expect((await onlyDelivery(emitter)).nextAt).toBe(clock.now() + 60_000);
    await clock.pass(60_000);
    await got(server, 3);
    await quiet(emitter);
    expect((await onlyDelivery(emitter)).state).toBe("dead");
  });

  it("backoff: false makes one attempt", async () => {
    const server = await failing();
    const { emitter } = await startEmitter({ webhooks: [hook(server, { backoff: false })] });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    expect(await onlyDelivery(emitter)).toMatchObject({
      state: "dead",
      attempts: 1,
      reason: "retries are off; at last the endpoint answered 500",
    });
  });

  it("max_tries counts the first attempt, and the waits double", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter({
      webhooks: [hook(server, { backoff: { max_tries: 3 } })],
    });
    await emitter.publish("order.paid", total);
    await got(server);
    await quiet(emitter);
    await clock.pass(1000);
    await got(server, 2);
    await quiet(emitter);
    expect((await onlyDelivery(emitter)).nextAt).toBe(clock.now() + 2000);
    await clock.pass(2000);
    await got(server, 3);
    await quiet(emitter);
    expect(await onlyDelivery(emitter)).toMatchObject({ state: "dead", attempts: 3 });
  });

  it("max_time ends it before an attempt would come too late", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter({
      webhooks: [hook(server, { backoff: { maxTime: "4s" } })],
    });
    await emitter.publish("order.paid", total);
    await got(server);
    for (const [count, wait] of [
      [2, 1000],
      [3, 2000],
    ] as const) {
      await quiet(emitter);
      await clock.pass(wait);
      await got(server, count);
    }
    await quiet(emitter);
    expect(await onlyDelivery(emitter)).toMatchObject({
      state: "dead",
      reason: "tried 3 times within 4 s; at last the endpoint answered 500",
    });
  });

  it("is up to a fifth shorter or longer, whatever the dice say", () => {
    const arbitrary = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 9 }), (random, attempts) => {
        const wait = defaultSchedule[attempts - 1] as number;
        const at = nextTry(null, defaultSchedule, {
          attempts,
          since: 0,
          now: 0,
          retryAfter: undefined,
          random,
        });
        expect(at).toBeGreaterThanOrEqual(wait * 0.8);
        expect(at).toBeLessThanOrEqual(wait * 1.2);
      }),
    );
  });
});

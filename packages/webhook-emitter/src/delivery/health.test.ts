import { describe, expect, it } from "vitest";
import {
  got,
  hook,
  quiet,
  settle,
  startEmitter,
  startServer,
} from "../emitter/world.test-helpers.ts";

const DAY = 86_400_000;
const failing = () => startServer((_request, response) => response.writeHead(500).end());

describe("a webhook with nothing but failures", () => {
  it("is told of at 50, 70 and 90 % of five days, then disabled, once each", async () => {
    const [server, watcher] = [await failing(), await startServer()];
    const { emitter, clock } = await startEmitter({
      webhooks: [
        hook(server, { name: "a", backoff: false, events: "order.paid" }),
        hook(watcher, { name: "watcher", events: ["webhook.*"] }),
      ],
    });
    const told: unknown[] = [];
    for (const name of ["webhook.failing", "webhook.disabled"] as const) {
      emitter.on(name, ({ event, facts }) => told.push([event, facts.percent ?? facts.reason]));
    }
    const start = clock.now();
    for (let hours = 0; hours <= 120; hours += 6) {
      await emitter.publish("order.paid", { total: hours });
      await quiet(emitter);
      await clock.pass(6 * 3_600_000);
    }
    const since = new Date(start).toISOString().replace("Z", "+00:00");
    expect(told).toEqual([
      ["webhook.failing", 50],
      ["webhook.failing", 70],
      ["webhook.failing", 90],
      ["webhook.disabled", `nothing but failures since ${since}`],
    ]);
    expect(await emitter.webhooks.get("a")).toMatchObject({ status: "disabled" });
    expect((await emitter.publish("order.paid", { total: 1 })).deliveries).toEqual([]);
    await quiet(emitter);
    const events = watcher.requests.map(({ json }) => [json.event, json.input.webhook.id]);
    expect(events).toContainEqual(["after:webhook.failing", "a"]);
    expect(events).toContainEqual(["after:webhook.disabled", "a"]);
    expect(events.filter(([event]) => event === "after:webhook.exhausted")).toHaveLength(21);
  });

  it("is well again after one success, and that is told if the failures were", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter({
      webhooks: [hook(server, { name: "a", backoff: false })],
      disableAfter: 10 * DAY,
    });
    const told: unknown[] = [];
    emitter.on("webhook.recovered", ({ facts }) => told.push(facts));
    const publish = async () => {
      await emitter.publish("order.paid", { total: 1 });
      await quiet(emitter);
    };
    await publish();
    const since = new Date(clock.now()).toISOString();
    expect((await emitter.webhooks.get("a"))?.failingSince).toBe(since);
    server.answer = (_request, response) => response.writeHead(200).end();
    await publish();
    expect((await emitter.webhooks.get("a"))?.failingSince).toBeNull();
    expect(told).toEqual([]);
    server.answer = (_request, response) => response.writeHead(500).end();
    await publish();
    await clock.pass(6 * DAY);
    await publish();
    server.answer = (_request, response) => response.writeHead(200).end();
    await publish();
    await settle();
    expect(told).toHaveLength(1);
  });
});

describe("a webhook that is too busy", () => {
  it.each([429, 502, 504])(
    "%d slows it down, more each time, and the others not",
    async (status) => {
      const busy = await startServer((_request, response) => response.writeHead(status).end());
      const well = await startServer();
      const { emitter, clock } = await startEmitter({
        webhooks: [hook(busy, { name: "busy" }), hook(well, { name: "well" })],
      });
      for (let n = 0; n < 3; n++) await emitter.publish("order.paid", { total: n });
      await quiet(emitter);
      // Those that were on their way all came back with the same answer.
      const first = busy.requests.length;
      expect(well.requests).toHaveLength(3);
      await emitter.publish("order.paid", { total: 9 });
      await quiet(emitter);
      expect(busy.requests).toHaveLength(first);
      expect(well.requests).toHaveLength(4);
      busy.answer = (_request, response) => response.writeHead(200).end();
      await clock.pass(60_000);
      await quiet(emitter);
      await got(busy, first + 4);
      expect((await emitter.stats()).waiting).toBe(0);
    },
  );

  it("is asked once at a time until it is well, so that twenty of them leave room for the others", async () => {
    let asked = 0;
    let most = 0;
    const busy = await startServer((_request, response) => {
      most = Math.max(most, ++asked);
      setTimeout(() => {
        asked--;
        response.writeHead(504).end();
      }, 20);
    });
    const { emitter, clock } = await startEmitter({ webhooks: [hook(busy)], schedule: [1] });
    for (let n = 0; n < 5; n++) await emitter.publish("order.paid", { total: n });
    await quiet(emitter);
    expect(most).toBe(5);
    most = 0;
    busy.answer = (_request, response) => {
      most = Math.max(most, ++asked);
      setTimeout(() => {
        asked--;
        response.writeHead(204).end();
      }, 20);
    };
    await clock.pass(60_000);
    await got(busy, 6);
    expect(most).toBe(1);
    await quiet(emitter);
    await clock.pass(60_000);
    await got(busy, 10);
  });

  it("waits as long as it asks, with all that is for it", async () => {
    const busy = await startServer((_request, response) =>
      response.writeHead(503, { "retry-after": "300" }).end(),
    );
    const { emitter, clock } = await startEmitter({ webhooks: [hook(busy, { concurrency: 1 })] });
    await emitter.publish("order.paid", { total: 1 });
    await emitter.publish("order.paid", { total: 2 });
    await quiet(emitter);
    expect(busy.requests).toHaveLength(1);
    await clock.pass(299_000);
    expect(busy.requests).toHaveLength(1);
    busy.answer = (_request, response) => response.writeHead(200).end();
    await clock.pass(2_000);
    await got(busy, 3);
  });
});

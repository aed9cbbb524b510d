import { createServer } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { createEvents } from "../events/create-events.ts";
import { memoryEmitterStore } from "../stores/memory/memory-store.ts";
import {
  got,
  hook,
  onlyDelivery,
  quiet,
  settle,
  startEmitter,
  startServer,
  TestClock,
} from "./world.test-helpers.ts";

const total = { total: 5 };
const failing = () => startServer((_request, response) => response.writeHead(500).end());

/** A server that answers when it is told to. */
async function holding() {
  const held: (() => void)[] = [];
  const server = await startServer((_request, response) => {
    held.push(() => response.writeHead(204).end());
  });
  return { server, held };
}

describe("what happens while deliveries wait", () => {
  it("the URL changes: the next attempt uses the new one", async () => {
    const [old, fresh] = [await failing(), await startServer()];
    const { emitter, clock } = await startEmitter();
    const { id } = await emitter.webhooks.create({ url: `${old.url}/old`, events: "order.*" });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    await emitter.webhooks.update(id, { url: `${fresh.url}/new` });
    await clock.pass(5_000);
    expect((await got(fresh)).path).toBe("/new");
    expect(old.requests).toHaveLength(1);
    expect(fresh.requests[0]?.headers["webhook-id"]).toBe(old.requests[0]?.headers["webhook-id"]);
  });

  it("the webhook is deleted: its deliveries end as cancelled, and nothing clogs", async () => {
    const [server, other] = [await failing(), await startServer()];
    const { emitter, clock } = await startEmitter({ webhooks: [hook(other)] });
    const { id } = await emitter.webhooks.create({ url: server.url, events: "order.*" });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    await emitter.webhooks.delete(id);
    const { items } = await emitter.deliveries.list({ webhookId: id });
    expect(items).toMatchObject([{ state: "cancelled", reason: "its webhook was deleted" }]);
    await clock.pass(86_400_000);
    await emitter.publish("order.paid", total);
    await got(other, 2);
    expect(server.requests).toHaveLength(1);
    await expect(emitter.webhooks.update(id, {})).rejects.toMatchObject({
      code: "webhook_unknown",
    });
  });

  it("the secret is rotated: attempts sign again, with the old one beside it for a day", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter();
    const created = await emitter.webhooks.create({ url: server.url, events: "order.*" });
    expect(created.secret).toMatch(/^whsec_/);
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    const rotated = await emitter.webhooks.rotateSecret(created.id);
    expect(rotated.secret).not.toBe(created.secret);
    await clock.pass(5_000);
    await got(server, 2);
    await quiet(emitter);
    await clock.pass(86_400_000);
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2));
    const counts = server.requests.map(
      ({ headers }) => String(headers["webhook-signature"]).split(" ").length,
    );
    expect(counts[0]).toBe(1);
    expect(counts[1]).toBe(2);
    await quiet(emitter);
    const before = server.requests.length;
    await clock.pass(7 * 86_400_000);
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(before));
    expect(String(server.requests.at(-1)?.headers["webhook-signature"])).not.toContain(" ");
  });

  it("redeliver: one extra attempt beside the schedule, which a failure leaves alone and a success ends", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server)] });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    const { id, nextAt } = await onlyDelivery(emitter);
    await emitter.deliveries.redeliver(id);
    await got(server, 2);
    await quiet(emitter);
    expect(await onlyDelivery(emitter)).toMatchObject({ state: "waiting", nextAt, attempts: 1 });
    server.answer = (_request, response) => response.writeHead(200).end();
    await emitter.deliveries.redeliver(id);
    await got(server, 3);
    await quiet(emitter);
    const delivery = await onlyDelivery(emitter);
    expect(delivery.state).toBe("delivered");
    expect(delivery.log.map(({ kind, ok }) => [kind, ok])).toEqual([
      ["scheduled", false],
      ["extra", false],
      ["extra", true],
    ]);
    await clock.pass(86_400_000);
    expect(server.requests).toHaveLength(3);
    expect(new Set(server.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    await expect(emitter.deliveries.redeliver("dlv_x")).rejects.toMatchObject({
      code: "delivery_unknown",
    });
  });

  it("the same idempotency key gives the same result for a day, and then another", async () => {
    const server = await startServer();
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server)] });
    const first = await emitter.publish("order.paid", total, { idempotencyKey: "k" });
    const again = await emitter.publish("order.paid", total, { idempotencyKey: "k" });
    expect(again).toEqual({ ...first, duplicate: true });
    await clock.pass(86_400_000);
    const later = await emitter.publish("order.paid", total, { idempotencyKey: "k" });
    expect(later.duplicate).toBe(false);
    await got(server, 2);
  });

  it("the clock jumps ahead: what waited is sent at once, nothing is lost", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server)] });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    clock.jump(3 * 86_400_000);
    await emitter.publish("order.paid", total);
    await got(server, 3);
  });

  it("the clock jumps back: new events are sent at once, retries wait longer by the jump", async () => {
    const server = await failing();
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server)] });
    await emitter.publish("order.paid", total);
    await quiet(emitter);
    clock.jump(-3_600_000);
    await emitter.publish("order.paid", total);
    await got(server, 2);
    await quiet(emitter);
    server.answer = (_request, response) => response.writeHead(200).end();
    await clock.pass(3_600_000 + 5_000);
    await got(server, 4);
    await quiet(emitter);
    expect((await emitter.deliveries.list({ states: ["delivered"] })).items).toHaveLength(2);
  });

  it("a deployment: close waits for what is being sent, hands back the rest, and nothing is sent twice", async () => {
    const store = memoryEmitterStore();
    const clock = new TestClock();
    const { server, held } = await holding();
    const webhooks = [hook(server, { concurrency: 2 })];
    const old = await startEmitter({ store, clock, webhooks });
    for (let n = 0; n < 5; n++) await old.emitter.publish("order.paid", { total: n });
    await got(server, 2);
    const closing = old.emitter.close();
    await settle();
    for (const answer of held.splice(0)) answer();
    expect(await closing).toEqual({ handedBack: 0 });
    await expect(old.emitter.publish("order.paid", total)).rejects.toMatchObject({
      code: "emitter_closed",
    });
    expect(server.requests).toHaveLength(2);
    server.answer = (_request, response) => response.writeHead(204).end();
    await startEmitter({ store, clock, webhooks });
    await got(server, 5);
    const totals = server.requests.map(({ json }) => json.input.total).sort();
    expect(totals).toEqual([0, 1, 2, 3, 4]);
  });

  it("a deployment that cannot wait: an unfinished attempt is handed back without being counted", async () => {
    const store = memoryEmitterStore();
    const { server } = await holding();
    const webhooks = [hook(server)];
    const old = await startEmitter({ store, webhooks });
    await old.emitter.publish("order.paid", total);
    await got(server);
    expect(await old.emitter.close({ deadline: 20 })).toEqual({ handedBack: 1 });
    server.answer = (_request, response) => response.writeHead(204).end();
    const { emitter } = await startEmitter({ store, webhooks });
    await got(server, 2);
    await quiet(emitter);
    expect(await onlyDelivery(emitter)).toMatchObject({ state: "delivered", attempts: 1 });
  });

  it("the event's definition is gone after a restart: it is delivered as it was stored", async () => {
    const store = memoryEmitterStore();
    const server = await failing();
    const clock = new TestClock();
    const old = await startEmitter({ store, clock });
    const { id } = await old.emitter.webhooks.create({ url: server.url, events: "order.paid" });
    await old.emitter.publish("order.paid", total);
    await quiet(old.emitter);
    await old.emitter.close();
    server.answer = (_request, response) => response.writeHead(204).end();
    const { emitter } = await startEmitter({
      store,
      clock,
      events: createEvents({ other: {} }) as never,
    });
    await clock.pass(5_000);
    const request = await got(server, 2);
    expect(request.json.event).toBe("after:order.paid");
    expect(request.body).toEqual(server.requests[0]?.body);
    expect(await emitter.webhooks.get(id)).toMatchObject({ events: ["order.paid"] });
  });
});

it("settings in the store that cannot be read keep their deliveries waiting, and are logged", async () => {
  const store = memoryEmitterStore();
  const clock = new TestClock();
  const server = await failing();
  const old = await startEmitter({ store, clock });
  const { id } = await old.emitter.webhooks.create({ url: server.url, events: "order.*" });
  await old.emitter.publish("order.paid", total);
  await quiet(old.emitter);
  await old.emitter.close();
  const record = await store.webhook(id);
  await store.putWebhook(id, '{"settings":{"url":"nope"},"secrets":[]}', 1);
  const next = await startEmitter({ store, clock });
  await clock.pass(60_000);
  await quiet(next.emitter);
  expect((await onlyDelivery(next.emitter)).state).toBe("waiting");
  const codes = next.log.map(({ code }) => code);
  expect(codes).toContain("webhook.unreadable");
  expect(codes).toContain("webhook.missing");
  await next.emitter.close();
  await store.putWebhook(id, record?.document ?? "", 2);
  server.answer = (_request, response) => response.writeHead(204).end();
  const mended = await startEmitter({ store, clock });
  await clock.pass(60_000);
  await got(server, 2);
  await quiet(mended.emitter);
  expect((await onlyDelivery(mended.emitter)).state).toBe("delivered");
});

describe("many webhooks and many events", () => {
  it("nine that are well do not wait for one that is slow, nor for one that is dead", async () => {
    const { server: slow, held } = await holding();
    const dead = await failing();
    const well = await Promise.all(Array.from({ length: 9 }, () => startServer()));
    const { emitter } = await startEmitter({
      webhooks: [
        hook(slow, { name: "slow" }),
        hook(dead, { name: "dead" }),
        ...well.map((one) => hook(one)),
      ],
      maxInFlight: 32,
    });
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => emitter.publish("order.paid", { total: n })),
    );
    for (const one of well) await got(one, 50);
    expect(held.length).toBeGreaterThan(0);
    expect(slow.requests).toHaveLength(10);
  });

  it("a group keeps its order for each webhook, without waiting for retries", async () => {
    const [server, other] = [await startServer(), await startServer()];
    let first = true;
    server.answer = (_request, response) => {
      response.writeHead(first ? 500 : 204).end();
      first = false;
    };
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server), hook(other)] });
    for (let n = 0; n < 10; n++) await emitter.publish("order.paid", { total: n }, { group: "g" });
    await got(server, 10);
    await got(other, 10);
    const order = (one: typeof server) => one.requests.map(({ json }) => json.input.total);
    expect(order(server)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(order(other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await quiet(emitter);
    await clock.pass(5_000);
    expect((await got(server, 11)).json.input.total).toBe(0);
  });

  it("no more attempts begin than the rate allows", async () => {
    const server = await startServer();
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server, { rate: "10/s" })] });
    for (let n = 0; n < 25; n++) await emitter.publish("order.paid", { total: n });
    await got(server, 10);
    await quiet(emitter);
    await clock.pass(500);
    await got(server, 15);
    await clock.pass(1_000);
    await got(server, 25);
  });

  it("a webhook that is paused keeps what comes, and gets it when it is resumed", async () => {
    const server = await startServer();
    const { emitter } = await startEmitter({ webhooks: [hook(server, { name: "a" })] });
    expect(await emitter.webhooks.pause("a")).toMatchObject({ status: "paused" });
    await emitter.publish("order.paid", total);
    await settle();
    expect(server.requests).toEqual([]);
    expect(await emitter.explain("order.paid", total)).toMatchObject([
      { sent: false, reason: "it is paused; it is sent once it is resumed" },
    ]);
    await emitter.webhooks.resume("a");
    await got(server);
  });

  it("stats count what waits, runs and is dead", async () => {
    const { server, held } = await holding();
    const { emitter, clock } = await startEmitter({
      webhooks: [hook(server, { name: "a", concurrency: 1 })],
    });
    await emitter.publish("order.paid", total);
    await emitter.publish("order.paid", total);
    await got(server);
    expect(await emitter.stats()).toMatchObject({
      waiting: 1,
      inFlight: 1,
      here: 1,
      dead: 0,
      oldestAt: clock.now(),
      webhooks: { a: { waiting: 1, inFlight: 1 } },
    });
    for (const answer of held) answer();
  });

  it("a store that is away for a moment loses nothing and sends nothing twice", async () => {
    const store = memoryEmitterStore();
    const server = await startServer();
    const { emitter, clock, log } = await startEmitter({ store, webhooks: [hook(server)] });
    const { settle: settleIt, claim } = store;
    let away = 2;
    const failOnce =
      <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (away-- > 0) throw new Error("the database is restarting");
        return work.apply(store, args);
      };
    Object.assign(store, { settle: failOnce(settleIt), claim: failOnce(claim) });
    await emitter.publish("order.paid", total);
    await settle();
    for (let n = 0; n < 20; n++) await clock.pass(500);
    await got(server);
    for (let n = 0; n < 20; n++) await clock.pass(500);
    await quiet(emitter);
    expect((await onlyDelivery(emitter)).state).toBe("delivered");
    expect(server.requests).toHaveLength(1);
    expect(log.filter(({ code }) => code === "store.failed")).toHaveLength(2);
  });
});

describe("reload", () => {
  it("keeps what waits for a webhook that left the file, until it comes back", async () => {
    const { mkdtemp, writeFile, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const { join } = await import("node:path");
    const folder = await mkdtemp(join(tmpdir(), "emitter-"));
    const file = join(folder, "webhooks.yaml");
    const server = await failing();
    const write = (name: string, url: string) =>
      writeFile(
        file,
        `webhooks:\n- name: ${name}\n  events: [after:order.paid]\n  url: ${url}\n  secret: s\n`,
      );
    try {
      await write("a", server.url);
      const { emitter, clock, log } = await startEmitter({ webhooks: file });
      await emitter.publish("order.paid", total);
      await quiet(emitter);
      await write("b", server.url);
      await emitter.reload();
      await clock.pass(10_000);
      expect(server.requests).toHaveLength(1);
      expect((await onlyDelivery(emitter)).state).toBe("waiting");
      expect(log.filter(({ code }) => code === "webhook.missing")).toHaveLength(1);
      const fresh = await startServer();
      await write("a", `${fresh.url}/moved`);
      await emitter.reload();
      expect((await got(fresh)).path).toBe("/moved");
      await writeFile(file, "webhooks:\n- evnets: [after:order.paid]\n");
      await expect(emitter.reload()).rejects.toThrow("did you mean events?");
      expect(await emitter.webhooks.list()).toHaveLength(1);
      await expect(
        emitter.webhooks.update("a", { url: "https://x.example" }),
      ).rejects.toMatchObject({
        code: "webhook_read_only",
        message: expect.stringContaining("call reload()"),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

it("the process may end while nothing waits, and a server that was never asked is left alone", async () => {
  const server = createServer();
  const { emitter } = await startEmitter();
  expect(await emitter.close()).toEqual({ handedBack: 0 });
  expect(await emitter.close()).toEqual({ handedBack: 0 });
  server.close();
});

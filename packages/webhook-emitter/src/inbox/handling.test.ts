import { HttpError, Webhook } from "@clustaar/webhook-core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { TestClock } from "../emitter/world.test-helpers.ts";
import { memoryEmitterStore } from "../stores/memory/memory-store.ts";
import { INBOX } from "../stores/owner.ts";
import { inbox } from "./inbox.ts";
import type { DeadRequest, Inbox } from "./inbox-types.ts";
import {
  order,
  paid,
  privateKey,
  quiet,
  startInbox,
  storeKinds,
  until,
} from "./world.test-helpers.ts";

describe("a request that waits", () => {
  it("is handled although its signature has become too old", async () => {
    const clock = new TestClock();
    const now = Date.now();
    const handled: number[] = [];
    let fails = 1;
    const webhook = new Webhook({ privateKey, now: () => now + (clock.now() - start) });
    const start = clock.now();
    webhook
      .onError(() => {})
      .on(paid, ({ notification }) => {
        if (fails-- > 0) throw new Error("no");
        handled.push(notification.total);
      });
    const box = inbox(webhook, { store: "memory:", clock, schedule: ["2h"], log: () => {} });
    onTestFinished(() => void box.close());
    await box.open();
    expect((await box.handle(order(1))).status).toBe(200);
    await until(() => expect(fails).toBe(0));
    await until(async () => expect((await box.stats()).waiting).toBe(1));
    await clock.pass(3 * 3_600_000);
    await until(() => expect(handled).toEqual([1]));
    // Sent again by then, it is refused.
    expect((await box.handle(order(1, { date: new Date(now) }))).status).toBe(400);
  });

  it("is tried again by the emitter's schedule, a fifth sooner or later", async () => {
    const clock = new TestClock();
    const started = clock.now();
    const at: number[] = [];
    const { box } = startInbox(
      () => {
        at.push((clock.now() - started) / 1000);
        throw new Error("no");
      },
      { clock, schedule: ["5s", "5m"], random: () => 1 },
    );
    await box.handle(order(1));
    for (let attempts = 1; attempts <= 3; attempts++) await passToNext(box, clock, attempts);
    expect(at).toEqual([0, 6, 366]);
  });

  it("is tried again by its own backoff, and no longer than it says", async () => {
    const clock = new TestClock();
    const started = clock.now();
    const at: number[] = [];
    const { box } = startInbox(
      () => {
        at.push((clock.now() - started) / 1000);
        throw new Error("no");
      },
      { clock, backoff: { maxTries: 5, maxTime: "10s" } },
    );
    await box.handle(order(1));
    for (let attempts = 1; attempts <= 4; attempts++) await passToNext(box, clock, attempts);
    expect(at).toEqual([0, 1, 3, 7]);
    expect((await box.list()).items[0]?.reason).toContain("tried 4 times within 10 s");
  });
});

/** Waits until so many attempts have been settled, and lets the time pass until the next one is due. */
async function passToNext(box: Inbox, clock: TestClock, attempts: number): Promise<void> {
  await until(async () => expect((await box.list()).items[0]?.attempts).toBe(attempts));
  const [record] = (await box.list()).items;
  await clock.pass((record?.nextAt ?? clock.now()) - clock.now());
}

describe("an attempt", () => {
  it("that takes too long is aborted and has failed, even if its handler goes on", async () => {
    const clock = new TestClock();
    let signal: AbortSignal | undefined;
    let finish = () => {};
    const { box, codes } = startInbox(
      (_total, given) => {
        signal = given;
        return new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
      { clock, timeout: 5_000, schedule: [] },
    );
    await box.open();
    await box.handle(order(1));
    await until(() => expect(signal).toBeDefined());
    await clock.pass(5_000);
    expect(signal?.reason).toMatchObject({ name: "TimeoutError" });
    await quiet(box);
    const [record] = (await box.list()).items;
    expect(record?.reason).toBe("tried once; at last not handled within 5000 ms");
    finish();
    await until(() => expect(codes()).toContain("attempt.late"));
  });

  it("is over only once the work is done that goes on after the answer", async () => {
    let finish: (() => void) | undefined;
    const { box, webhook } = startInbox(() => {});
    webhook.use(({ waitUntil }, next) => {
      waitUntil(
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
      );
      return next();
    });
    await box.handle(order(1));
    await until(() => expect(finish).toBeDefined());
    expect((await box.stats()).here).toBe(1);
    finish?.();
    await quiet(box);
    expect((await box.list()).items[0]?.state).toBe("handled");
  });

  it("has failed if the work fails that goes on after the answer, and is made again", async () => {
    let attempts = 0;
    const { box, webhook } = startInbox(() => {}, { schedule: [0.001] });
    webhook.use(({ waitUntil }, next) => {
      attempts++;
      waitUntil(Promise.reject(new Error("no catalogue")));
      return next();
    });
    await box.handle(order(1));
    await quiet(box);
    expect(attempts).toBe(2);
    const [record] = (await box.list()).items;
    expect(record).toMatchObject({
      state: "dead",
      reason: "tried 2 times; at last what was handed to waitUntil failed: no catalogue",
    });
    const found = await box.get(record?.id ?? "");
    expect(found?.attempts[0]).toMatchObject({
      ok: false,
      status: 200,
      error: { code: "handler_failed" },
    });
  });

  it("has failed where a fallback answered: nobody hears the answer, and the work is not done", async () => {
    const webhook = new Webhook({ privateKey, fallback: () => ({ sorry: true }) });
    webhook
      .onError(() => {})
      .on(paid, () => {
        throw new Error("no database");
      });
    const box = inbox(webhook, { store: "memory:", schedule: [], log: () => {} });
    onTestFinished(() => void box.close());
    await box.handle(order(1));
    await quiet(box);
    expect((await box.list()).items).toMatchObject([
      { state: "dead", reason: "tried once; at last the endpoint answered 200: no database" },
    ]);
  });

  it("ends for good with 410, and waits as long as 429 and 503 ask for", async () => {
    const clock = new TestClock();
    const answers = [
      new HttpError(503, "later", { headers: { "retry-after": "3600" } }),
      new HttpError(410, "no such order"),
    ];
    const { box } = startInbox(
      () => {
        throw answers.shift();
      },
      { clock, schedule: ["5s", "5s", "5s"] },
    );
    const started = clock.now();
    await box.handle(order(1));
    await until(async () => expect((await box.list()).items[0]?.attempts).toBe(1));
    const [record] = (await box.list()).items;
    expect(record?.nextAt).toBe(started + 3_600_000);
    await clock.pass(3_600_000);
    await quiet(box);
    expect((await box.list()).items).toMatchObject([
      { state: "dead", attempts: 2, reason: "the endpoint answered 410: no such order" },
    ]);
  });

  it("beside many others warned of a leak of listeners", async () => {
    const warning = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    onTestFinished(() => void vi.restoreAllMocks());
    const { box } = startInbox(() => new Promise(() => {}), { concurrency: 20 });
    await Promise.all(Array.from({ length: 20 }, (_, total) => box.handle(order(total))));
    await until(async () => expect((await box.stats()).here).toBe(20));
    expect(await box.close({ deadline: 0 })).toEqual({ handedBack: 20 });
    expect(warning).not.toHaveBeenCalled();
  });

  it("whose handler gives an answer tells once that nobody reads it", async () => {
    const { box, log } = startInbox(() => ({ thanks: true }));
    await box.handle(order(1));
    await box.handle(order(2));
    await quiet(box);
    const lost = log.filter(({ code }) => code === "answer.lost");
    expect(lost).toHaveLength(1);
    expect(lost[0]?.fields).toMatchObject({ topic: "order.paid" });
  });

  it("of an endpoint that rejects, in spite of its contract, has failed", async () => {
    const webhook = new Webhook({ privateKey }).on(paid, () => {});
    const handle = webhook.handle.bind(webhook);
    webhook.handle = async (request, host) => {
      if (host?.accepted) throw new Error("broken");
      return handle(request, host);
    };
    const box = inbox(webhook, { store: "memory:", schedule: [], log: () => {} });
    onTestFinished(() => void box.close());
    await box.handle(order(1));
    await quiet(box);
    expect((await box.list()).items[0]).toMatchObject({ state: "dead" });
  });
});

describe("a request that is given up", () => {
  it("is told of, with what its last attempt failed with", async () => {
    const cause = new Error("no database");
    const { box, log } = startInbox(() => {
      throw cause;
    });
    const dead: DeadRequest[] = [];
    box.onDead((one) => dead.push(one));
    const complaint = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => void vi.restoreAllMocks());
    box.onDead(() => {
      throw new Error("the listener");
    });
    await box.handle(order(1));
    await until(() => expect(dead).toHaveLength(1));
    const [one] = dead;
    expect(one).toMatchObject({
      topic: "order.paid",
      attempts: 3,
      reason: "tried 3 times; at last the endpoint answered 500: no database",
    });
    expect(one?.error?.cause).toBe(cause);
    expect(JSON.parse(new TextDecoder().decode(one?.request?.body))).toMatchObject({ total: 1 });
    expect((await box.get(one?.id ?? ""))?.record.state).toBe("dead");
    const levels = log.map(({ level, code }) => `${level} ${code}`);
    expect(levels).toEqual([
      "debug request.accepted",
      "warn attempt.failed",
      "warn attempt.failed",
      "warn attempt.failed",
      "error request.dead",
    ]);
    await until(() => expect(complaint).toHaveBeenCalled());
  });

  it("is heard of on the console where there is neither a log nor a listener", async () => {
    const lines: string[] = [];
    for (const name of ["error", "warn"] as const) {
      vi.spyOn(console, name).mockImplementation((line) => void lines.push(String(line)));
    }
    onTestFinished(() => void vi.restoreAllMocks());
    const webhook = new Webhook({ privateKey }).on(paid, () => {
      throw new Error("no database");
    });
    const box = inbox(webhook, { store: "memory:", schedule: [] });
    onTestFinished(() => void box.close());
    await box.handle(order(1));
    await quiet(box);
    expect(lines).toEqual([
      "[webhook] handler_failed: no database",
      "[webhook-inbox] attempt.failed: the endpoint answered 500: no database",
      "[webhook-inbox] request.dead: given up: tried once; at last the endpoint answered 500: no database",
    ]);
  });

  it("because what was stored cannot be read", async () => {
    const store = memoryEmitterStore();
    const { box } = startInbox(() => {}, { store });
    const dead: DeadRequest[] = [];
    box.onDead((one) => dead.push(one));
    await box.open();
    await store.publish({
      id: "req_1",
      event: "odd",
      body: new Uint8Array(),
      contentType: "a/b",
      headers: {},
      createdAt: Date.now(),
      expiresAt: Date.now() + 100_000,
      deliveries: [{ id: "req_1", webhookId: INBOX, group: null }],
    });
    await until(() => expect(dead).toHaveLength(1));
    expect(dead[0]).toMatchObject({ id: "req_1", request: null });
    expect(dead[0]?.reason).toContain("cannot be read");
  });
});

describe.each(storeKinds)("a request whose retention ends, on $kind:", ({ absent, address }) => {
  const reason = absent === undefined ? "" : ` (${absent})`;

  it.skipIf(absent)(`while it waits, is told of as it is removed${reason}`, async () => {
    const clock = new TestClock();
    const dead: DeadRequest[] = [];
    const { box, log } = startInbox((total) => total > 2 && new Promise(() => {}), {
      store: address(),
      clock,
      concurrency: 1,
      timeout: 3_600_000,
      schedule: [],
      retention: 2_000,
      idempotency: { ttl: 1 },
    });
    box.onDead((one) => dead.push(one));
    await box.open();
    await box.handle(order(1));
    await quiet(box);
    await box.handle(order(3));
    await until(async () => expect((await box.stats()).here).toBe(1));
    await box.handle(order(2));
    await clock.pass(61_000);
    await until(async () => expect((await box.list()).items).toEqual([]));
    const waited = dead.find(({ request }) => String(request?.body) === String(order(2).body));
    expect(waited).toMatchObject({
      topic: "order.paid",
      attempts: 0,
      reason: "it was still waiting when its retention of 2000 ms was over, and was removed",
    });
    const told = log.filter(({ level, code }) => level === "error" && code === "request.dead");
    expect(told.map(({ fields }) => fields.request)).toContain(waited?.id);
    // The first one was handled: it goes without a word.
    expect(dead).toHaveLength(2);
  });
});

it("gives a request up whose next attempt would come after its retention", async () => {
  const clock = new TestClock();
  const { box } = startInbox(
    () => {
      throw new HttpError(503, "later", { headers: { "retry-after": "7200" } });
    },
    { clock, schedule: ["1s"], retention: 3_600_000, idempotency: { ttl: 60 } },
  );
  await box.handle(order(1));
  await quiet(box);
  expect((await box.list()).items[0]).toMatchObject({
    state: "dead",
    reason:
      "the next attempt would come after its retention is over; at last the endpoint answered 503: later",
  });
});

it("removes what has expired", async () => {
  const clock = new TestClock();
  const { box } = startInbox(() => {}, {
    clock,
    schedule: [],
    retention: 1_000,
    idempotency: { ttl: 1 },
  });
  await box.open();
  await box.handle(order(1));
  await quiet(box);
  expect((await box.list()).items).toHaveLength(1);
  await clock.pass(61_000);
  await until(async () => expect((await box.list()).items).toEqual([]));
});

it("begins no more attempts in a span than it is told", async () => {
  const clock = new TestClock();
  const handled: number[] = [];
  const { box } = startInbox((total) => void handled.push(total), { clock, rate: "2/m" });
  await box.open();
  for (const total of [1, 2, 3]) await box.handle(order(total));
  await until(() => expect(handled).toHaveLength(2));
  await clock.pass(1_000);
  expect(handled).toHaveLength(2);
  await clock.pass(60_000);
  await until(() => expect(handled).toHaveLength(3));
});

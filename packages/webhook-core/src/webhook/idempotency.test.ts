import { describe, expect, it, vi } from "vitest";
import {
  HttpError,
  type IdempotencyStore,
  memoryStore,
  stepReachedResponse,
  Webhook,
} from "../index.ts";
import { signedRequest, simulate, stepReachedNotification } from "../testing/index.ts";

const answer = (body: string) => ({ status: 200, headers: {}, body });

describe("memoryStore", () => {
  it("goes from new over pending to done", async () => {
    const store = memoryStore();
    expect(store.claim("a", 60).state).toBe("new");
    const pending = store.claim("a", 60);
    expect(pending.state).toBe("pending");
    store.complete("a", answer("first"), 60);
    expect(pending.state === "pending" && (await pending.settled)).toBeUndefined();
    expect(store.claim("a", 60)).toEqual({ state: "done", answer: answer("first") });
  });

  it("lets a released key be claimed again", () => {
    const store = memoryStore();
    store.claim("a", 60);
    store.release("a");
    expect(store.claim("a", 60).state).toBe("new");
  });

  it("forgets after the time to live, claims too", () => {
    let now = 0;
    const store = memoryStore({ now: () => now });
    store.claim("done", 10);
    store.complete("done", answer("x"), 10);
    store.claim("dead", 10);
    now = 9_999;
    expect(store.claim("done", 10).state).toBe("done");
    expect(store.claim("dead", 10).state).toBe("pending");
    now = 10_000;
    expect(store.claim("done", 10).state).toBe("new");
    expect(store.claim("dead", 10).state).toBe("new");
  });

  it("stays within its bounds, the oldest going first", () => {
    const store = memoryStore({ maxEntries: 2 });
    for (const key of ["a", "b", "c"]) {
      store.claim(key, 60);
      store.complete(key, answer(key), 60);
    }
    expect(store.size).toBe(2);
    expect(store.claim("a", 60).state).toBe("new");
    expect(store.claim("c", 60).state).toBe("done");

    const small = memoryStore({ maxBytes: 100 });
    for (const key of ["a", "b", "c"]) {
      small.claim(key, 60);
      small.complete(key, answer("x".repeat(30)), 60);
    }
    expect(small.size).toBe(1);
  });

  it("frees what has expired without being asked for it", () => {
    let now = 0;
    const store = memoryStore({ now: () => now });
    for (let index = 0; index < 100; index++) {
      now = index * 1000;
      store.claim(`${index}`, 10);
      store.complete(`${index}`, answer("x"), 10);
    }
    expect(store.size).toBeLessThanOrEqual(10);
  });

  it("hands out copies: a host may write into its headers", () => {
    const store = memoryStore();
    store.claim("a", 60);
    store.complete("a", answer("x"), 60);
    const first = store.claim("a", 60);
    if (first.state === "done") first.answer.headers["content-length"] = "1";
    expect(store.claim("a", 60)).toEqual({ state: "done", answer: answer("x") });
  });
});

describe("a Webhook with idempotency", () => {
  const notification = stepReachedNotification();

  function counting(options: ConstructorParameters<typeof Webhook>[0] = { idempotency: {} }) {
    let calls = 0;
    const webhook = new Webhook(options);
    webhook.on("conversation.step_reached", async () => {
      calls += 1;
      await Promise.resolve();
      return stepReachedResponse({ actions: [], session: { values: { calls } } });
    });
    return { webhook, calls: () => calls };
  }

  it("gives a duplicate the first answer again, whatever its date and signature", async () => {
    const { webhook, calls } = counting({ idempotency: {}, privateKey: "k" });
    const send = (seconds: number) =>
      simulate(webhook, {
        notification,
        privateKey: "k",
        date: new Date(Date.now() + seconds * 1000),
      });
    const first = await send(0);
    const second = await send(3);
    expect(calls()).toBe(1);
    expect(second.body).toBe(first.body);
    expect(JSON.parse(second.body).session.values).toEqual({ calls: 1 });
  });

  it("handles once what comes many times at once", async () => {
    const { webhook, calls } = counting();
    const all = Array.from({ length: 20 }, () => simulate(webhook, { notification }));
    const bodies = (await Promise.all(all)).map(({ body }) => body);
    expect(calls()).toBe(1);
    expect(new Set(bodies).size).toBe(1);
  });

  it("stands after signature and age: who is refused claims nothing", async () => {
    const store = memoryStore();
    const { webhook } = counting({ idempotency: { store }, privateKey: "k" });
    expect((await simulate(webhook, { notification })).status).toBe(401);
    expect(store.size).toBe(0);
  });

  it("lets a failed handler be tried again", async () => {
    const failures = [new Error("down"), new HttpError(429, "later")];
    const webhook = new Webhook({ idempotency: {} }).onError(() => {});
    webhook.on("conversation.step_reached", () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
    });
    const statuses = [];
    for (let turn = 0; turn < 3; turn++) {
      statuses.push((await simulate(webhook, { notification })).status);
    }
    expect(statuses).toEqual([500, 429, 200]);
  });

  it("keeps an answer that came too late for the next delivery", async () => {
    vi.useFakeTimers();
    let calls = 0;
    const webhook = new Webhook({ idempotency: {}, deadline: 100 }).onError(() => {});
    webhook.on("conversation.step_reached", async () => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 150));
    });
    const first = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(100);
    expect((await first).status).toBe(504);
    const second = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(50);
    expect((await second).status).toBe(200);
    expect(calls).toBe(1);
    vi.useRealTimers();
  });

  it("polls a store that cannot tell when a claim is settled", async () => {
    vi.useFakeTimers();
    const claims = ["pending", "pending", "new"];
    const store: IdempotencyStore = {
      claim: async () => ({ state: claims.shift() as "new" }),
      complete: vi.fn(),
      release: vi.fn(),
    };
    const { webhook } = counting({ idempotency: { store } });
    const answered = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(100);
    expect((await answered).status).toBe(200);
    expect(store.complete).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("answers although the store fails to keep the answer, and says so", async () => {
    const heard: unknown[] = [];
    const failure = new Error("store is down");
    const store: IdempotencyStore = {
      claim: () => ({ state: "new" }),
      complete: () => Promise.reject(failure),
      release: () => {},
    };
    const { webhook } = counting({ idempotency: { store } });
    webhook.onError((error) => heard.push(error.cause));
    expect((await simulate(webhook, { notification })).status).toBe(200);
    expect(heard).toEqual([failure]);
  });

  it("a slow store does not take away an answer that is made", async () => {
    const store: IdempotencyStore = {
      claim: () => ({ state: "new" }),
      complete: () => new Promise(() => {}),
      release: () => {},
    };
    const { webhook } = counting({ idempotency: { store }, deadline: 1_000 });
    expect((await webhook.handle(signedRequest({ notification }))).status).toBe(200);
  });

  it("a store that never answers a claim is held to the deadline", async () => {
    const store: IdempotencyStore = {
      claim: () => new Promise(() => {}),
      complete: () => {},
      release: () => {},
    };
    const { webhook, calls } = counting({ idempotency: { store }, deadline: 30 });
    webhook.onError(() => {});
    expect((await simulate(webhook, { notification })).status).toBe(504);
    expect(calls()).toBe(0);
  });

  it("a claim that comes too late is given up, and no handler runs", async () => {
    vi.useFakeTimers();
    const memory = memoryStore();
    const store: IdempotencyStore = {
      ...memory,
      claim: (key, ttl) =>
        new Promise((resolve) => setTimeout(() => resolve(memory.claim(key, ttl)), 100)),
    };
    const { webhook, calls } = counting({ idempotency: { store }, deadline: 50 });
    webhook.onError(() => {});
    const answered = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(200);
    expect((await answered).status).toBe(504);
    expect([calls(), memory.size]).toEqual([0, 0]);
    vi.useRealTimers();
  });

  it("a store that fails to keep an answer gives the claim up", async () => {
    const memory = memoryStore();
    const store: IdempotencyStore = {
      ...memory,
      complete: () => Promise.reject(new Error("full")),
    };
    const { webhook, calls } = counting({ idempotency: { store } });
    webhook.onError(() => {});
    const statuses = [];
    for (let turn = 0; turn < 3; turn++) {
      statuses.push((await simulate(webhook, { notification })).status);
    }
    expect([statuses, calls()]).toEqual([[200, 200, 200], 3]);
  });

  it("a claim that ran out frees nobody else's", () => {
    let now = 0;
    const store = memoryStore({ now: () => now });
    const first = store.claim("a", 10);
    now = 11_000;
    const second = store.claim("a", 10);
    if (first.state !== "new" || second.state !== "new") return expect.unreachable();
    store.release("a", first.token);
    store.complete("a", answer("late"), 10, first.token);
    expect(store.claim("a", 10).state).toBe("pending");
    store.complete("a", answer("in time"), 10, second.token);
    expect(store.claim("a", 10)).toEqual({ state: "done", answer: answer("in time") });
  });

  it("claims that nobody comes back for are dropped", () => {
    let now = 0;
    const store = memoryStore({ now: () => now });
    for (let index = 0; index < 1000; index++) store.claim(`${index}`, 10);
    now = 10_000;
    store.claim("new", 10);
    expect(store.size).toBe(1);
  });

  it("a key that gives nothing falls back to the body", async () => {
    const { webhook, calls } = counting({
      idempotency: { key: (request) => request.headers.get("x-delivery") },
    });
    await simulate(webhook, { notification });
    await simulate(webhook, {
      notification: stepReachedNotification({ session: { other: true } }),
    });
    await simulate(webhook, { notification });
    expect(calls()).toBe(2);
  });

  it("a store that answers a claim with something else is named", async () => {
    const messages: string[] = [];
    const store = { claim: () => undefined, complete: () => {}, release: () => {} };
    const { webhook } = counting({ idempotency: { store: store as never } });
    webhook.onError((error) => messages.push(error.message));
    expect((await simulate(webhook, { notification })).status).toBe(500);
    expect(messages.join()).toContain("idempotency.store.claim: expected");
  });

  it("takes a key of one's own", async () => {
    const { webhook, calls } = counting({
      idempotency: { key: (request) => request.headers.get("x-delivery") ?? "" },
    });
    for (const delivery of ["1", "1", "2"]) {
      await webhook.handle(signedRequest({ headers: { "x-delivery": delivery } }));
    }
    expect(calls()).toBe(2);
  });
});

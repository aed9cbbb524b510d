import { describe, expect, it, vi } from "vitest";
import {
  HttpError,
  type IdempotencyStore,
  memoryStore,
  stepReachedResponse,
  Webhook,
} from "../index.ts";
import { signedRequest, simulate, stepReachedNotification } from "../testing/index.ts";

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

  it("tells onResponse which answers were kept ones", async () => {
    const seen: boolean[] = [];
    const { webhook } = counting();
    webhook.onResponse(({ duplicate }) => seen.push(duplicate));
    await simulate(webhook, { notification });
    await simulate(webhook, { notification });
    await simulate(webhook, { notification: stepReachedNotification({ step: { id: "other" } }) });
    expect(seen).toEqual([false, true, false]);
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

  it("a handler slower than the lease was handled twice", async () => {
    vi.useFakeTimers();
    const renewed = vi.fn();
    const memory = memoryStore();
    const store: IdempotencyStore = {
      ...memory,
      renew: (...args) => {
        renewed(...args);
        return memory.renew(...args);
      },
    };
    let calls = 0;
    const webhook = new Webhook({ idempotency: { store, lease: 3 } });
    webhook.on("conversation.step_reached", async () => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 10_500));
    });
    const first = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(8_000);
    const second = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(2_500);
    expect([(await first).status, (await second).status, calls]).toEqual([200, 200, 1]);
    expect(renewed).toHaveBeenCalledTimes(10);
    expect(renewed).toHaveBeenLastCalledWith(expect.any(String), 3);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("a handler that never came back kept its notification pending forever", async () => {
    vi.useFakeTimers();
    let calls = 0;
    const webhook = new Webhook({ idempotency: { lease: 60 }, deadline: 100 }).onError(() => {});
    webhook.on("conversation.step_reached", () => {
      calls += 1;
      return calls === 1 ? new Promise<undefined>(() => {}) : undefined;
    });
    void webhook.handle(signedRequest({ notification }));
    await vi.advanceTimersByTimeAsync(12 * 60_000);
    expect((await simulate(webhook, { notification })).status).toBe(200);
    expect(calls).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("a claim that is lost while the handler runs aborts its signal", async () => {
    vi.useFakeTimers();
    const store: IdempotencyStore = { ...memoryStore(), renew: () => false };
    const heard: unknown[] = [];
    const webhook = new Webhook({ idempotency: { store, lease: 3 } }).onError(() => {});
    webhook.on("conversation.step_reached", async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      heard.push(signal.reason);
    });
    const answered = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await answered).status).toBe(200);
    expect(heard).toEqual([expect.objectContaining({ code: "duplicate_pending" })]);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("a renewal that comes back after the answer does no harm", async () => {
    vi.useFakeTimers();
    let finish = (_renewed: boolean) => {};
    const store: IdempotencyStore = {
      ...memoryStore(),
      renew: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    };
    let signal: AbortSignal | undefined;
    const webhook = new Webhook({ idempotency: { store, lease: 3 } });
    webhook.on("conversation.step_reached", async (context) => {
      signal = context.signal;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    });
    const answered = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(1_500);
    expect((await answered).status).toBe(200);
    finish(false);
    await vi.advanceTimersByTimeAsync(0);
    expect(signal?.aborted).toBe(false);
    vi.useRealTimers();
  });

  it("keeps status, headers and texts that are not ASCII", async () => {
    const webhook = new Webhook({ idempotency: {} });
    webhook.on("conversation.step_reached", ({ response }) => {
      response.status = 202;
      response.headers["x-bot"] = "démo";
      response.headers["set-cookie"] = ["a=1", "b=2"];
      return stepReachedResponse({ actions: [], session: { values: { name: "日本 😀 \u2028" } } });
    });
    const first = await simulate(webhook, { notification });
    const second = await simulate(webhook, { notification });
    expect(second).toEqual(first);
    expect([second.status, second.headers["x-bot"]]).toEqual([202, "démo"]);
  });

  it("polls a store that cannot tell when a claim is settled", async () => {
    vi.useFakeTimers();
    const claims = ["pending", "pending", "new"];
    const store: IdempotencyStore = {
      claim: async () => ({ state: claims.shift() as "new", token: "token" }),
      renew: () => true,
      complete: vi.fn(() => true),
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

  it("takes a custom key", async () => {
    const { webhook, calls } = counting({
      idempotency: { key: (request) => request.headers.get("x-delivery") ?? "" },
    });
    for (const delivery of ["1", "1", "2"]) {
      await webhook.handle(signedRequest({ headers: { "x-delivery": delivery } }));
    }
    expect(calls()).toBe(2);
  });
});

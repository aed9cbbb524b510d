import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type Claim, type IdempotencyStore, memoryStore } from "@clustaar/webhook-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type PreservicaIdempotencyOptions, PreservicaReceiver } from "../index.ts";
import { deliveryRequest } from "../testing.ts";

const secret = "s3cr3t";
const events = ["one", "two", "three"].map((entityRef) => ({ entityRef }));
const request = (trigger = "INDEXED") => deliveryRequest({ secret, trigger, events });

/** A receiver whose event handler fails for what `broken` names. */
function recorder(idempotency?: PreservicaIdempotencyOptions) {
  const handled: string[] = [];
  const broken = new Set<string>();
  const errors: string[] = [];
  const receiver = new PreservicaReceiver({ secret, ...(idempotency && { idempotency }) });
  receiver.onEvent(({ event }) => {
    if (broken.has(String(event.entityRef))) throw new Error(`no ${event.entityRef}`);
    handled.push(String(event.entityRef));
  });
  receiver.onError((error) => errors.push(`${error.code} ${error.message}`));
  const send = async (sent = request()) => (await receiver.handle(sent)).status;
  return { receiver, handled, broken, errors, send };
}

describe("a body that is sent again", () => {
  it("is handled again without idempotency", async () => {
    const { handled, send } = recorder();
    expect([await send(), await send()]).toEqual([200, 200]);
    expect(handled).toEqual(["one", "two", "three", "one", "two", "three"]);
  });

  it("is not handled again with it", async () => {
    const { handled, send } = recorder({});
    expect([await send(), await send()]).toEqual([200, 200]);
    expect(handled).toEqual(["one", "two", "three"]);
  });

  it("after a failure, has only those events handled that were not", async () => {
    const { handled, broken, send } = recorder({});
    broken.add("two");
    expect(await send()).toBe(500);
    expect(handled).toEqual(["one", "three"]);
    expect(await send()).toBe(500);
    broken.clear();
    expect(await send()).toBe(200);
    expect(handled).toEqual(["one", "three", "two"]);
    expect(await send()).toBe(200);
    expect(handled).toEqual(["one", "three", "two"]);
  });

  it("is told handler by handler: the one that failed is called again, its neighbours are not", async () => {
    const { receiver, handled, broken, send } = recorder({});
    const calls: string[] = [];
    receiver.onDelivery(() => calls.push("delivery"));
    receiver.on("INDEXED", ({ event }) => calls.push(`on ${event.entityRef}`));
    broken.add("one");
    expect(await send()).toBe(500);
    broken.clear();
    expect(await send()).toBe(200);
    expect(handled).toEqual(["two", "three", "one"]);
    expect(calls).toEqual(["delivery", "on one", "on two", "on three"]);
  });

  it("tells equal events of one body apart by their position", async () => {
    const { handled, send } = recorder({});
    const twice = deliveryRequest({
      secret,
      events: [{ entityRef: "same" }, { entityRef: "same" }],
    });
    await send(twice);
    await send(twice);
    expect(handled).toEqual(["same", "same"]);
  });

  it("for another subscription is another delivery, but invented triggers are all one", async () => {
    const { handled, send } = recorder({});
    for (const trigger of ["INDEXED", "FULL_TEXT_INDEXED", "MOVED"]) await send(request(trigger));
    expect(handled).toHaveLength(6);
    for (const trigger of ["A", "B", "C"]) await send(request(trigger));
    expect(handled).toHaveLength(9);
  });

  it("is handled again once its time is over", async () => {
    let time = 0;
    const { handled, send } = recorder({ store: memoryStore({ now: () => time }), ttl: 10 });
    await send();
    time = 9_999;
    await send();
    expect(handled).toHaveLength(3);
    time = 10_001;
    await send();
    expect(handled).toHaveLength(6);
  });
});

describe("two deliveries of one body at the same time", () => {
  function slow(idempotency: PreservicaIdempotencyOptions) {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handled: string[] = [];
    const receiver = new PreservicaReceiver({ secret, idempotency });
    receiver.onEvent(async ({ event }) => {
      await gate;
      handled.push(String(event.entityRef));
    });
    return { receiver, handled, release };
  }

  it("are handled once, and both get the answer", async () => {
    const { receiver, handled, release } = slow({});
    const both = Promise.all([receiver.handle(request()), receiver.handle(request())]);
    release();
    expect((await both).map(({ status }) => status)).toEqual([200, 200]);
    expect(handled.sort()).toEqual(["one", "three", "two"]);
  });

  it("do not wait for each other forever", async () => {
    const { receiver, handled, release } = slow({ wait: 20 });
    const first = receiver.handle(request());
    const { status, body } = await receiver.handle(request());
    expect([status, JSON.parse(String(body)).code]).toEqual([409, "duplicate_pending"]);
    release();
    expect((await first).status).toBe(200);
    expect(handled).toHaveLength(3);
  });

  it("also with a store that cannot tell when a claim is settled", async () => {
    const memory = memoryStore();
    const store: IdempotencyStore = {
      claim: async (...args) => {
        const claim = memory.claim(...args);
        return claim.state === "pending" ? { state: "pending" } : claim;
      },
      renew: async (...args) => memory.renew(...args),
      complete: async (...args) => memory.complete(...args),
      release: async (token) => memory.release(token),
    };
    const { receiver, handled, release } = slow({ store });
    const both = Promise.all([receiver.handle(request()), receiver.handle(request())]);
    setTimeout(release, 10);
    expect((await both).map(({ status }) => status)).toEqual([200, 200]);
    expect(handled).toHaveLength(3);
  });
});

describe("a store that fails", () => {
  const failing = (method: keyof IdempotencyStore): IdempotencyStore => {
    const memory = memoryStore();
    return {
      ...memory,
      [method]: () => Promise.reject(new Error(`${method} failed`)),
    };
  };

  it("at claiming does not keep events from being handled, though twice", async () => {
    const { handled, errors, send } = recorder({ store: failing("claim") });
    expect([await send(), await send()]).toEqual([200, 200]);
    expect(handled).toHaveLength(6);
    expect(errors).toEqual([expect.stringMatching(/^store_unavailable .*claim failed/)]);
  });

  it("at claiming leaves the events to a later delivery, if told so", async () => {
    const store = { ...memoryStore() };
    const { claim } = store;
    store.claim = failing("claim").claim as typeof claim;
    const { handled, errors, send } = recorder({ store, onStoreError: "refuse" });
    expect([await send(), handled]).toEqual([503, []]);
    expect(errors).toEqual([expect.stringMatching(/^store_unavailable .*claim failed/)]);
    store.claim = claim;
    expect(await send()).toBe(200);
    expect(handled).toHaveLength(3);
  });

  it.each(["complete", "renew"] as const)(
    "at %s does not undo what was handled",
    async (method) => {
      const { handled, broken, errors, send } = recorder({ store: failing(method) });
      if (method === "renew") broken.add("one");
      expect(await send()).toBe(method === "renew" ? 500 : 200);
      expect(handled.slice(-2)).toEqual(["two", "three"]);
      expect(errors).toContainEqual(
        expect.stringMatching(new RegExp(`^store_unavailable .*${method} failed`)),
      );
    },
  );

  it("at giving up a claim still tells the handler's own error", async () => {
    const { broken, errors, send } = recorder({ store: failing("release") });
    for (const { entityRef } of events) broken.add(entityRef);
    expect(await send()).toBe(500);
    expect(errors).toContain("handler_failed events/0: no one");
    expect(errors).toContainEqual(expect.stringMatching(/^store_unavailable .*release failed/));
  });

  it.each([
    "",
    "[",
    '"done"',
    "[[0]]",
    '[["0","1"]]',
    "[[0,1.5]]",
    "[[0,3]]",
    "[[1,0]]",
    "[[1,2],[0,0]]",
    "[[-1,0]]",
  ])("and gives %j for what is left is reported, not believed", async (value) => {
    const memory = memoryStore();
    const store: IdempotencyStore = {
      ...memory,
      claim: (...args) => ({ ...memory.claim(...args), value }) as Claim,
    };
    const { handled, errors, send } = recorder({ store });
    expect([await send(), handled]).toEqual([500, []]);
    expect(errors).toEqual([expect.stringMatching(/^handler_failed /)]);
    expect(errors[0]).toMatch(/does something else write to this store\?$/);
  });
});

describe("a claim", () => {
  afterEach(() => void vi.restoreAllMocks());

  /** A store whose clock, and the process's, stand where the test puts them; and what it was asked. */
  function clocked() {
    let time = 0;
    vi.spyOn(performance, "now").mockImplementation(() => time);
    const memory = memoryStore({ now: () => time });
    const asked: unknown[][] = [];
    const store: IdempotencyStore = {
      claim: (...args) => {
        asked.push(["claim", args[1]]);
        return memory.claim(...args);
      },
      renew: memory.renew,
      complete: (...args) => {
        asked.push(["complete", args[2]]);
        return memory.complete(...args);
      },
      release: (...args) => {
        asked.push(["release"]);
        memory.release(...args);
      },
    };
    const pass = (seconds: number) => {
      time += seconds * 1000;
    };
    return { store, asked, pass };
  }

  it("holds for the lease, and is settled with its token", async () => {
    const { store, asked } = clocked();
    const { broken, send } = recorder({ store, lease: 7, ttl: 70 });
    await send();
    expect(asked).toEqual([
      ["claim", 7],
      ["complete", 70],
    ]);
    for (const { entityRef } of events) broken.add(entityRef);
    await send(request("MOVED"));
    expect(asked.slice(2)).toEqual([["claim", 7], ["release"]]);
  });

  it("that ran out gave up the claim of another delivery", async () => {
    const { store, pass } = clocked();
    const receiver = new PreservicaReceiver({ secret, idempotency: { store, lease: 10, wait: 0 } });
    receiver.onError(() => {});
    const fail: (() => void)[] = [];
    receiver.onEvent(
      () => new Promise((_, reject) => fail.push(() => reject(new Error("too late")))),
    );
    const sent = deliveryRequest({ secret, events: [{}] });
    const slow = receiver.handle(sent);
    await vi.waitUntil(() => fail.length === 1);
    pass(11);
    const other = receiver.handle(sent);
    await vi.waitUntil(() => fail.length === 2);
    fail[0]?.();
    expect((await slow).status).toBe(500);
    expect((await receiver.handle(sent)).status).toBe(409);
    fail[1]?.();
    expect((await other).status).toBe(500);
  });

  it("ran out while a delivery of many events was handled, and all were handled twice at once", async () => {
    const { store, pass } = clocked();
    const receiver = new PreservicaReceiver({ secret, idempotency: { store, wait: 0 } });
    let calls = 0;
    const others: number[] = [];
    receiver.onEvent(async () => {
      calls += 1;
      pass(40);
      if (calls <= 5) others.push((await receiver.handle(sent)).status);
    });
    const sent = deliveryRequest({ secret, events: [{}, {}, {}, {}, {}] });
    expect((await receiver.handle(sent)).status).toBe(200);
    expect([calls, others]).toEqual([5, [409, 409, 409, 409, 409]]);
    expect((await receiver.handle(sent)).status).toBe(200);
    expect(calls).toBe(5);
  });

  it("of a process that died leaves what was recorded done", async () => {
    const { store, pass } = clocked();
    const handled: number[] = [];
    const receiver = () => {
      const made = new PreservicaReceiver({ secret, idempotency: { store, wait: 0 } });
      made.onEvent(({ position }) => {
        handled.push(position);
        pass(31);
        // The third handler of the first process never comes back.
        return handled.length === 3 ? new Promise(() => {}) : undefined;
      });
      return made;
    };
    const sent = deliveryRequest({ secret, events: [{}, {}, {}, {}] });
    void receiver().handle(sent);
    await vi.waitUntil(() => handled.length === 3);
    pass(60);
    expect((await receiver().handle(sent)).status).toBe(200);
    expect(handled).toEqual([0, 1, 2, 2, 3]);
  });

  it("took what a delivery of long ago had left for what this one has left", async () => {
    const { store, pass } = clocked();
    const { handled, broken, send } = recorder({ store, ttl: 100 });
    broken.add("one");
    await send();
    // What was left then is over by now.
    pass(101);
    broken.clear();
    broken.add("two");
    await send();
    pass(90);
    broken.clear();
    await send();
    // It counts from the last success.
    pass(90);
    await send();
    expect(handled).toEqual(["two", "three", "one", "three", "two"]);
    pass(11);
    await send();
    expect(handled.slice(5)).toEqual(["one", "two", "three"]);
  });

  it("ran out while one handler was slow, which was then called twice at once", async () => {
    const receiver = new PreservicaReceiver({ secret, idempotency: { lease: 1, wait: 0 } });
    let calls = 0;
    receiver.onEvent(() => {
      calls += 1;
      return sleep(1_600);
    });
    const sent = deliveryRequest({ secret, events: [{}] });
    const first = receiver.handle(sent);
    await sleep(1_300);
    expect((await receiver.handle(sent)).status).toBe(409);
    expect((await first).status).toBe(200);
    expect(calls).toBe(1);
  });

  it("that is lost went on beside the delivery that has it now", async () => {
    const memory = memoryStore();
    const store: IdempotencyStore = { ...memory, renew: () => false };
    const receiver = new PreservicaReceiver({ secret, idempotency: { store, lease: 1 } });
    const errors: string[] = [];
    receiver.onError((error) => errors.push(error.code));
    const called: [number, boolean][] = [];
    receiver.onEvent(async ({ position, signal }) => {
      if (position === 1) await once(signal, "abort");
      called.push([position, signal.aborted]);
    });
    const sent = deliveryRequest({ secret, events: [{}, {}, {}, {}] });
    const { status, body } = await receiver.handle(sent);
    expect([status, JSON.parse(String(body)).code]).toEqual([409, "duplicate_pending"]);
    expect(called).toEqual([
      [0, false],
      [1, true],
    ]);
    expect(errors).toEqual(["duplicate_pending"]);
  });

  it("that is none is told, not taken for one", async () => {
    // A store written without types.
    const store = { ...memoryStore(), claim: () => undefined } as never;
    const { handled, errors, send } = recorder({ store });
    expect([await send(), handled]).toEqual([500, []]);
    expect(errors).toEqual([expect.stringContaining("store.claim: expected { state:")]);
  });
});

it("more events than the store had room for were all handled again", async () => {
  const store = memoryStore();
  const receiver = new PreservicaReceiver({ secret, idempotency: { store } });
  receiver.onError(() => {});
  const count = new Map<number, number>();
  let broken = true;
  receiver.onEvent(({ position }) => {
    if (broken && position % 5_000 === 4_999) throw new Error("not now");
    count.set(position, (count.get(position) ?? 0) + 1);
  });
  const sent = deliveryRequest({ secret, events: Array.from({ length: 25_000 }, () => ({})) });
  expect((await receiver.handle(sent)).status).toBe(500);
  broken = false;
  expect((await receiver.handle(sent)).status).toBe(200);
  expect((await receiver.handle(sent)).status).toBe(200);
  expect([count.size, Math.max(...count.values())]).toEqual([25_000, 1]);
  expect(store.size).toBe(1);
});

it("an answer waited for a store that never said the record was kept", async () => {
  const memory = memoryStore();
  const store: IdempotencyStore = { ...memory, complete: () => new Promise(() => {}) };
  const { send } = recorder({ store });
  expect(await send()).toBe(200);
});

it("a wait longer than a timer can count did not wait at all", () => {
  expect(() => new PreservicaReceiver({ secret, idempotency: { wait: 3e9 } })).toThrow(
    /wait: expected a number of milliseconds from 0 to 2147483647, got 3000000000/,
  );
});

import { type IdempotencyStore, memoryStore } from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
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

  it("do not wait for each other for ever", async () => {
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
      claim: async (key, ttl) => {
        const { state, ...rest } = memory.claim(key, ttl);
        return state === "done" && "answer" in rest
          ? { state, answer: rest.answer }
          : state === "new"
            ? { state }
            : { state: "pending" };
      },
      complete: async (...args) => memory.complete(...args),
      release: async (key) => memory.release(key),
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
      claim: (...args) => memory.claim(...args),
      complete: (...args) => memory.complete(...args),
      release: (key) => memory.release(key),
      [method]: () => Promise.reject(new Error(`${method} failed`)),
    };
  };

  it("at claiming leaves the events to the next delivery", async () => {
    const { handled, errors, send } = recorder({ store: failing("claim") });
    expect(await send()).toBe(500);
    expect(handled).toEqual([]);
    expect(errors).toContain("handler_failed events/0: claim failed");
  });

  it("at recording does not undo what was handled", async () => {
    const { handled, errors, send } = recorder({ store: failing("complete") });
    expect(await send()).toBe(200);
    expect(handled).toHaveLength(3);
    expect(errors).toContain("handler_failed complete failed");
  });

  it("at giving up a claim still tells the handler's own error", async () => {
    const { broken, errors, send } = recorder({ store: failing("release") });
    broken.add("one");
    expect(await send()).toBe(500);
    expect(errors).toEqual(["handler_failed release failed", "handler_failed events/0: no one"]);
  });
});

import { describe, expect, it, vi } from "vitest";
import { PreservicaReceiver } from "../index.ts";
import { deliveryRequest } from "../testing.ts";

const secret = "s3cr3t";
const delivery = (count: number) =>
  deliveryRequest({ secret, events: Array.from({ length: count }, () => ({})) });

describe("an error whose message is not a string kept the other handlers from being called", () => {
  const throwing = Object.create(Error.prototype, {
    message: {
      get() {
        throw new Error("boo");
      },
    },
  });
  it.each([
    ["a symbol", Object.assign(new Error("x"), { message: Symbol("s") })],
    [
      "an object without a prototype",
      Object.assign(new Error("x"), { message: Object.create(null) }),
    ],
    ["a getter that throws", throwing],
    ["no error at all", Object.create(null)],
  ])("%s", async (_, thrown) => {
    for (const options of [{}, { idempotency: {} }]) {
      const receiver = new PreservicaReceiver({ secret, ...options });
      const causes: unknown[] = [];
      const seen: number[] = [];
      receiver.onError((error) => causes.push(error.cause));
      receiver.onEvent(({ position }) => {
        if (position === 0) throw thrown;
      });
      receiver.onEvent(({ position }) => seen.push(position));
      expect((await receiver.handle(delivery(3))).status).toBe(500);
      expect(seen).toEqual([0, 1, 2]);
      expect(causes).toHaveLength(1);
      expect(causes[0]).toBe(thrown);
    }
  });
});

describe("a delivery of very many events", () => {
  it("let no other request in between", async () => {
    const receiver = new PreservicaReceiver({ secret });
    let others = 0;
    let seen = 0;
    receiver.onEvent(({ position }) => {
      if (position === 0) setImmediate(() => (others += 1));
      if (position === 999) seen = others;
    });
    await receiver.handle(delivery(1_000));
    expect(seen).toBe(1);
  });

  it("wrote one report for each handler that failed", async () => {
    const receiver = new PreservicaReceiver({ secret });
    const told: string[] = [];
    receiver.onError((error) => told.push(error.message));
    receiver.onEvent(() => {
      throw new Error("no database");
    });
    expect((await receiver.handle(delivery(30_000))).status).toBe(500);
    expect(told).toHaveLength(21);
    expect(told[19]).toBe("events/19: no database");
    expect(told[20]).toBe("29980 more handlers of this delivery failed");
  });

  it("each second of which fails is handled in a time that grows with their number", async () => {
    const receiver = new PreservicaReceiver({ secret, idempotency: {} });
    receiver.onError(() => {});
    const calls: number[] = [];
    receiver.onEvent(({ position }) => {
      calls.push(position);
      if (position % 2 === 0 && calls.length <= 60_000) throw new Error("no");
    });
    const sent = delivery(60_000);
    expect((await receiver.handle(sent)).status).toBe(500);
    expect((await receiver.handle(sent)).status).toBe(200);
    expect(calls).toHaveLength(90_000);
  });
});

describe("handlers", () => {
  it("may go on after the answer, and hear that the sender is gone", async () => {
    const receiver = new PreservicaReceiver({ secret });
    const told: string[] = [];
    receiver.onError((error) => told.push(error.message));
    const signals = new Set<AbortSignal>();
    receiver.onDelivery(({ signal, waitUntil }) => {
      signals.add(signal);
      waitUntil(Promise.reject(new Error("later")));
    });
    receiver.onEvent(({ signal, waitUntil }) => {
      signals.add(signal);
      waitUntil(Promise.resolve());
    });
    const waitUntil = vi.fn();
    const { signal } = new AbortController();
    expect((await receiver.handle(delivery(1), { signal, waitUntil })).status).toBe(200);
    expect([...signals]).toEqual([signal]);
    expect(waitUntil).toHaveBeenCalledTimes(2);
    await Promise.all(waitUntil.mock.calls.flat());
    expect(told).toEqual(["later"]);
  });

  it("have a signal that is never aborted where the host has none", async () => {
    const receiver = new PreservicaReceiver({ secret });
    let aborted: boolean | undefined;
    receiver.onEvent(({ signal, waitUntil }) => {
      aborted = signal.aborted;
      waitUntil(Promise.resolve());
    });
    expect((await receiver.handle(delivery(1))).status).toBe(200);
    expect(aborted).toBe(false);
  });
});

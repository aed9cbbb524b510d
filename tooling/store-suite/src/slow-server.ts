import { createOnce, type IdempotencyStore, type OnceOptions } from "@clustaar/webhook-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { handlerOver } from "./handle-once.ts";
import { type SlowProxy, startSlowProxy } from "./slow-proxy.ts";
import { newSpace, type OpenStore, type Subject } from "./subject.ts";

/** Seconds a claim holds that is renewed three times a lease: a busy machine has time for it. */
const HELD = 2;
/** Milliseconds that each answer of the slow server takes. */
const SLOW = 250;

/** A server that takes its time: deliveries do not wait for it longer than they have to. */
export function testSlowServer({ open, url, drop }: Subject): void {
  let proxy: SlowProxy;
  let slow: OpenStore;
  let fast: OpenStore;
  let keys = 0;
  const space = newSpace();
  const newKey = () => `key ${keys++}`;

  beforeAll(async () => {
    proxy = await startSlowProxy(url, 0);
    slow = await open(proxy.url, space);
    fast = await open(url, space);
    await slow.store.claim(newKey(), 1);
    proxy.delay = SLOW;
  });
  afterAll(async () => {
    await slow?.close();
    await fast?.close();
    proxy?.close();
    await drop(space);
  });

  /** Handles a delivery with a store, and gives the answer with what was reported. */
  async function handle(store: IdempotencyStore, key: string, options: OnceOptions) {
    const reported: string[] = [];
    const once = createOnce("store suite", { store, ...options });
    const context = {
      report: (error: unknown) => reported.push((error as { code: string }).code),
      waitUntil: () => {},
    };
    const work = { first: async () => "handled", again: (value: string) => value };
    const answer = await once(key, context, work).catch((error: { code: string }) => error.code);
    return { answer, reported };
  }

  it("is not waited for longer than `storeTimeout`, and gets back what it gave too late", async () => {
    const key = newKey();
    const { answer, reported } = await handle(slow.store, key, { storeTimeout: SLOW / 10 });
    expect({ answer, reported }).toEqual({ answer: "handled", reported: ["store_unavailable"] });
    // Otherwise nobody could handle the key until its lease of a minute ran out.
    const claim = async () => (await fast.store.claim(key, 60)).state;
    await expect.poll(claim, { timeout: 30_000 }).toBe("new");
  });

  it("makes deliveries be refused that must not be handled twice", async () => {
    const options = { storeTimeout: SLOW / 10, onStoreError: "refuse" } as const;
    expect((await handle(slow.store, newKey(), options)).answer).toBe("store_unavailable");
  });

  it("does not lose a claim whose renewals take their time", async () => {
    const key = newKey();
    const reported: string[] = [];
    const onReport = (message: string) => void reported.push(message);
    const answers = await new Promise<string[]>((resolve) => {
      const second = handlerOver(fast.store, { onBegin: () => {}, onReport });
      // It waits for longer than a lease.
      const onBegin = () => resolve(Promise.all([first, second(key, "second", 0)]));
      const first = handlerOver(slow.store, { onBegin, onReport }, HELD)(key, "first", HELD * 1500);
    });
    expect(answers).toEqual(["first", "first"]);
    expect(reported).toEqual([]);
  });
}

import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  type Claim,
  type IdempotencyOptions,
  type IdempotencyStore,
  memoryStore,
  sendTextAction,
  Webhook,
  type WebhookOptions,
} from "../index.ts";
import { signedRequest, simulate, stepReachedNotification } from "../testing/index.ts";

const notification = stepReachedNotification();

/** A webhook that counts what it handles and what `onError` is called with. */
function counting(idempotency: IdempotencyOptions, options: WebhookOptions = {}) {
  const errors: { code: string; message: string; cause?: unknown }[] = [];
  const webhook = new Webhook({ ...options, idempotency });
  const counted = { webhook, errors, calls: 0, send: () => simulate(webhook, { notification }) };
  webhook.onError((error) => errors.push(error));
  webhook.on("conversation.step_reached", () => {
    counted.calls += 1;
  });
  return counted;
}

function fakeTimers() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

const never = () => new Promise<never>(() => {});
const down = () => Promise.reject(new Error("connect ECONNREFUSED"));
const memoryBut = (change: Partial<IdempotencyStore>): IdempotencyStore => ({
  ...memoryStore(),
  ...change,
});

describe("a store that was down", () => {
  it("took the bot down with it", async () => {
    const counted = counting({ store: memoryBut({ claim: down }) });
    expect((await counted.send()).status).toBe(200);
    expect((await counted.send()).status).toBe(200);
    expect(counted.calls).toBe(2);
    expect(counted.errors).toEqual([
      expect.objectContaining({
        code: "store_unavailable",
        message:
          "idempotency.store.claim failed: connect ECONNREFUSED; deliveries are handled without it, duplicates twice",
      }),
    ]);
  });

  it("threw before it made a promise", async () => {
    const claim = () => {
      throw new Error("not connected");
    };
    const counted = counting({ store: memoryBut({ claim }) });
    expect((await counted.send()).status).toBe(200);
    expect(counted.errors).toHaveLength(1);
  });

  it("was reported for every request, not once a minute", async () => {
    fakeTimers();
    const counted = counting({ store: memoryBut({ claim: down }) });
    for (let request = 0; request < 100; request++) await counted.send();
    expect(counted.errors).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    for (let request = 0; request < 100; request++) await counted.send();
    expect(counted.errors).toHaveLength(2);
    expect(counted.errors[1]?.message).toMatch(/twice \(and 99 more since the last report\)$/);
  });

  it("is 503 where deliveries are to be refused, reported once a minute too", async () => {
    const counted = counting({ store: memoryBut({ claim: down }), onStoreError: "refuse" });
    for (let request = 0; request < 3; request++) {
      const { status, problem, body } = await counted.send();
      expect([status, problem?.code]).toEqual([503, "store_unavailable"]);
      expect(body).not.toContain("ECONNREFUSED");
    }
    expect(counted.calls).toBe(0);
    expect(counted.errors).toHaveLength(1);
    expect(counted.errors[0]?.message).toMatch(/ECONNREFUSED; deliveries are refused until/);
  });

  it("while the answer was kept took the answer away", async () => {
    const failure = new Error("store is down");
    const counted = counting({ store: memoryBut({ complete: () => Promise.reject(failure) }) });
    expect((await counted.send()).status).toBe(200);
    expect(counted.errors.map(({ cause }) => cause)).toEqual([failure]);
  });

  it("while the answer was kept left its claim behind", async () => {
    const memory = memoryStore();
    const counted = counting({ store: { ...memory, complete: () => down() } });
    for (let turn = 0; turn < 3; turn++) expect((await counted.send()).status).toBe(200);
    expect([counted.calls, memory.size]).toEqual([3, 0]);
  });

  it("while another delivery was waited for is asked again", async () => {
    fakeTimers();
    const answers = [{ state: "pending" }, undefined, undefined, { state: "new", token: "1" }];
    const claim = async () => (answers.shift() as Claim | undefined) ?? down();
    const counted = counting({ store: memoryBut({ claim, complete: () => true }) });
    const answered = counted.send();
    await vi.advanceTimersByTimeAsync(200);
    expect((await answered).status).toBe(200);
    expect(counted.calls).toBe(1);
  });
});

describe("a store that hung", () => {
  it("at claiming kept every notification waiting forever", async () => {
    fakeTimers();
    const counted = counting({ store: memoryBut({ claim: never }) });
    const answered = counted.send();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(counted.calls).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect((await answered).status).toBe(200);
    expect(counted.errors[0]?.message).toContain("no answer within 2000 ms");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("at claiming used up the deadline", async () => {
    fakeTimers();
    const counted = counting({ store: memoryBut({ claim: never }) }, { deadline: 400 });
    const answered = counted.send();
    await vi.advanceTimersByTimeAsync(100);
    expect((await answered).status).toBe(200);
    expect(counted.calls).toBe(1);
  });

  it("refuses, where deliveries are to be refused", async () => {
    fakeTimers();
    const store = memoryBut({ claim: never });
    const counted = counting({ store, onStoreError: "refuse", storeTimeout: 50 });
    const answered = counted.send();
    await vi.advanceTimersByTimeAsync(50);
    expect((await answered).status).toBe(503);
    expect(counted.calls).toBe(0);
  });

  it("and claimed after all left the key claimed", async () => {
    fakeTimers();
    const memory = memoryStore();
    const claim = async (key: string, lease: number) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return memory.claim(key, lease);
    };
    const counted = counting({ store: { ...memory, claim }, storeTimeout: 50 });
    const answered = counted.send();
    await vi.advanceTimersByTimeAsync(200);
    expect((await answered).status).toBe(200);
    expect([counted.calls, memory.size]).toEqual([1, 0]);
  });

  it("and failed after all is not an unhandled rejection", async () => {
    fakeTimers();
    const claim = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      throw new Error("too late");
    };
    const counted = counting({ store: memoryBut({ claim }), storeTimeout: 50 });
    const answered = counted.send();
    await vi.advanceTimersByTimeAsync(200);
    expect((await answered).status).toBe(200);
  });

  it("at keeping the answer took the answer away", async () => {
    const { webhook } = counting({ store: memoryBut({ complete: never }) }, { deadline: 1_000 });
    expect((await webhook.handle(signedRequest({ notification }))).status).toBe(200);
  });

  it("at renewing kept the answer from being kept", async () => {
    fakeTimers();
    const memory = memoryStore();
    const webhook = new Webhook({
      idempotency: { store: { ...memory, renew: never }, lease: 3 },
    });
    webhook.on("conversation.step_reached", async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    });
    const answered = simulate(webhook, { notification });
    await vi.advanceTimersByTimeAsync(2_500);
    expect((await answered).status).toBe(200);
    expect(memory.size).toBe(1);
  });
});

describe("a store's rubbish", () => {
  const answer = (change: object) =>
    JSON.stringify({ status: 200, headers: {}, body: "", ...change });
  const getter = Object.defineProperty({ token: "x" }, "state", { get: () => "new" });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "new"],
    ["another state", { state: "busy" }],
    ["new without a token", { state: "new" }],
    ["new with a token that is not text", { state: "new", token: 1 }],
    ["done without a value", { state: "done" }],
    ["done with an answer of the contract before", { state: "done", answer: { status: 200 } }],
    ["done with garbage", { state: "done", value: "garbage" }],
    ["done with JSON that is not an answer", { state: "done", value: "[]" }],
    ["a status that is a text", { state: "done", value: answer({ status: "200" }) }],
    ["a status that cannot be sent", { state: "done", value: answer({ status: 99 }) }],
    ["headers that are not texts", { state: "done", value: answer({ headers: { a: null } }) }],
    ["a header that cannot be sent", { state: "done", value: answer({ headers: { "a\n": "b" } }) }],
    ["a body that is not text", { state: "done", value: answer({ body: {} }) }],
  ])("for a claim (%s) is a 500 reported to onError", async (_, claim) => {
    const counted = counting({ store: memoryBut({ claim: () => claim as never }) });
    const { status, problem } = await counted.send();
    expect([status, problem?.code]).toEqual([500, "handler_failed"]);
    expect(counted.errors[0]?.message).toMatch(/^idempotency\.store\.claim: expected /);
    expect(counted.calls).toBe(0);
  });

  it("is told every time, and does not switch duplicates off", async () => {
    const counted = counting({ store: memoryBut({ claim: () => undefined as never }) });
    await counted.send();
    await counted.send();
    expect([counted.calls, counted.errors.length]).toEqual([0, 2]);
  });

  it("that can be read all the same is taken", async () => {
    const counted = counting({
      store: memoryBut({ claim: () => getter as never, complete: () => true }),
    });
    expect((await counted.send()).status).toBe(200);
  });

  it.each([
    ["rejected", () => Promise.reject(new Error("gone"))],
    ["settled too early", () => Promise.resolve()],
    ["was no promise", () => true as never],
    ["never settled", never],
  ])("a `settled` that %s", async (name, settled) => {
    fakeTimers();
    let looks = 0;
    const claim = (): Claim => {
      looks += 1;
      return looks < 4 ? { state: "pending", settled: settled() } : { state: "new", token: "1" };
    };
    const counted = counting({ store: memoryBut({ claim, complete: () => true }) });
    const answered = counted.send();
    await vi.advanceTimersByTimeAsync(200);
    if (name === "never settled") await vi.advanceTimersByTimeAsync(10_000);
    const { status } = await answered;
    expect(status).toBe(name === "never settled" ? 409 : 200);
    expect(looks).toBeLessThanOrEqual(4);
    expect(counted.errors).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("a `settled` that is always early does not keep the process busy", async () => {
    fakeTimers();
    let looks = 0;
    const claim = (): Claim => {
      looks += 1;
      return { state: "pending", settled: Promise.resolve() };
    };
    const counted = counting({ store: memoryBut({ claim }) });
    const answered = counted.send();
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await answered).status).toBe(409);
    expect(looks).toBeLessThan(210);
  });

  it("`renew` and `complete` that return nothing mean that the claim holds", async () => {
    const store = memoryBut({
      renew: () => undefined as never,
      complete: () => undefined as never,
    });
    const counted = counting({ store });
    expect((await counted.send()).status).toBe(200);
    expect(counted.errors).toEqual([]);
  });
});

describe("a claim lost before the answer was kept gave two different answers", () => {
  /** Deliveries of one notification, each answered when it is told to, over a store whose clock is set by hand. */
  function slow(change: (memory: IdempotencyStore) => Partial<IdempotencyStore> = () => ({})) {
    let now = 0;
    const memory = memoryStore({ now: () => now });
    const errors: string[] = [];
    const finish: ((answer: string) => void)[] = [];
    const options = { store: { ...memory, ...change(memory) }, lease: 30 };
    const webhook = new Webhook({ idempotency: options }).onError(({ code }) => errors.push(code));
    webhook.on("conversation.step_reached", async () => {
      const words = await new Promise<string>((resolve) => finish.push(resolve));
      return [sendTextAction({ alternatives: [words] })];
    });
    const send = async () => {
      const { status, answer } = await simulate(webhook, { notification });
      const [action] = answer?.actions ?? [];
      return action?.type === "send_text_action" ? action.alternatives[0] : status;
    };
    return { send, finish, errors, pause: () => (now += 60_000) };
  }

  async function twoAtOnce(world: ReturnType<typeof slow>) {
    const one = world.send();
    await vi.waitUntil(() => world.finish.length === 1);
    world.pause();
    const two = world.send();
    await vi.waitUntil(() => world.finish.length === 2);
    return [one, two] as const;
  }

  it("the delivery that is done later gets the answer of the other", async () => {
    const world = slow();
    const [one, two] = await twoAtOnce(world);
    world.finish[1]?.("the second's");
    expect(await two).toBe("the second's");
    world.finish[0]?.("the first's");
    expect(await one).toBe("the second's");
    expect(await world.send()).toBe("the second's");
    expect(world.errors).toEqual(["duplicate_pending"]);
  });

  it("while the other is being handled it is 409, and the other's answer is the first", async () => {
    const world = slow();
    const [one, two] = await twoAtOnce(world);
    world.finish[0]?.("the first's");
    expect(await one).toBe(409);
    world.finish[1]?.("the second's");
    expect(await two).toBe("the second's");
    expect(await world.send()).toBe("the second's");
  });

  it("where nobody else came, it is the first answer after all, and kept", async () => {
    const world = slow();
    const answered = world.send();
    await vi.waitUntil(() => world.finish.length === 1);
    world.pause();
    world.finish[0]?.("the first's");
    expect(await answered).toBe("the first's");
    expect(await world.send()).toBe("the first's");
    expect(world.finish).toHaveLength(1);
  });

  it("a store that is down by then cannot say: 409", async () => {
    let claims = 0;
    const world = slow((memory) => ({
      claim: (key, lease) => (++claims === 1 ? memory.claim(key, lease) : down()),
      complete: () => false,
    }));
    const answered = world.send();
    await vi.waitUntil(() => world.finish.length === 1);
    world.finish[0]?.("the first's");
    expect(await answered).toBe(409);
    expect(world.errors).toEqual(["duplicate_pending", "store_unavailable"]);
  });

  it("a handler that stopped because its claim was lost is 409, not 499", async () => {
    const store = memoryBut({ renew: () => false, complete: () => false });
    const webhook = new Webhook({ idempotency: { store, lease: 1 } }).onError(() => {});
    webhook.on("conversation.step_reached", async ({ signal }) => {
      await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      );
    });
    const { status, problem } = await simulate(webhook, { notification });
    expect([status, problem?.code]).toEqual([409, "duplicate_pending"]);
  });
});

it("a key longer than stores take came from a header", async () => {
  const keys: string[] = [];
  const memory = memoryStore();
  const store: IdempotencyStore = {
    ...memory,
    claim: (key, lease) => {
      keys.push(key);
      return memory.claim(key, lease);
    },
  };
  const counted = counting({ store, key: (request) => request.headers.get("x-delivery") });
  for (const length of [1, 512, 513, 8_000]) {
    const headers = { "x-delivery": "x".repeat(length) };
    await counted.webhook.handle(signedRequest({ headers }));
  }
  expect(keys.map(({ length }) => length)).toEqual([1, 512, 64, 64]);
  expect(new Set(keys).size).toBe(4);
});

it.each([
  [{ onStoreError: "ignore" }, /onStoreError: expected "handle" or "refuse", got "ignore"/],
  [{ onStoreError: true }, /onStoreError: expected "handle" or "refuse", got a boolean/],
  [{ storeTimeout: 0 }, /storeTimeout: expected a number of milliseconds from 1/],
  [{ wait: 5 }, /unknown option "wait"/],
  [{ store: { claim() {}, complete() {}, release() {} } }, /store.renew: expected a function/],
  [{ store: null }, /store.claim: expected a function/],
])("idempotency: %j is refused", (idempotency, message) => {
  // Built wrongly on purpose.
  expect(() => new Webhook({ idempotency: idempotency as never })).toThrow(message);
});

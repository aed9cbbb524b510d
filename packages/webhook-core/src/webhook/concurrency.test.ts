import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { defineEvent, memoryStore, type TurnNotification, Webhook } from "../index.ts";
import { simulate } from "../testing/index.ts";
import { answered, bot, remote, superseded } from "./concurrency.test-helpers.ts";

const A_WHILE = 300;
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const wait = (milliseconds: number) =>
  new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));

/** Waits as a handler does that listens to its signal. */
function listening(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

describe("a visitor who types twice", () => {
  it("gets both turns in order, one at a time, whichever instance handles them", async () => {
    const { type, log } = bot({}, () => wait(A_WHILE));
    const first = type("one", 0);
    await pass(10);
    const second = type("two", 1);
    await pass(10);
    const third = type("three", 0);
    await pass(4 * A_WHILE);
    expect(await Promise.all([first, second, third])).toEqual(
      ["one", "two", "three"].map(answered),
    );
    expect(log).toEqual(
      ["one", "two", "three"].flatMap((text) => [`${text} begins`, `${text} ends`]),
    );
  });

  it("gets the turns in order that reach one process at the same moment", async () => {
    const texts = Array.from({ length: 12 }, (_, number) => `text ${number}`);
    const { type, log } = bot({}, () => wait(1));
    const turns = texts.map((text) => type(text));
    await pass(60_000);
    expect(await Promise.all(turns)).toEqual(texts.map(answered));
    expect(log.filter((line) => line.endsWith("begins"))).toEqual(
      texts.map((text) => `${text} begins`),
    );
  });

  it("does not keep another visitor waiting", async () => {
    const { type, log } = bot({}, () => wait(A_WHILE));
    const both = Promise.all([type("one", 0, "tintin"), type("two", 0, "haddock")]);
    await pass(A_WHILE);
    expect(log.slice(0, 2)).toEqual(["one begins", "two begins"]);
    await pass(A_WHILE);
    await both;
  });

  it("gets the last one's answer alone with `latest`; the first handler stops before the last begins", async () => {
    const { type, log, errors } = bot({ strategy: "latest" }, (text, signal) =>
      text === "two" ? undefined : listening(60_000, signal),
    );
    const first = type("one", 0);
    await pass(10);
    expect(log).toEqual(["one begins"]);
    const second = type("two", 1);
    await pass(A_WHILE);
    expect(await first).toEqual(superseded);
    expect(await second).toEqual(answered("two"));
    expect(log).toEqual(["one begins", "one ends", "two begins", "two ends"]);
    expect(errors).toEqual([]);
  });

  it("gets no answer of a handler that does not listen to its signal, with `latest`", async () => {
    const { type, log } = bot({ strategy: "latest" }, () => wait(A_WHILE));
    const first = type("one", 0);
    await pass(10);
    const second = type("two", 1);
    await pass(3 * A_WHILE);
    expect([await first, await second]).toEqual([superseded, answered("two")]);
    expect(log).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  it("has turns never handled that were superseded while they waited", async () => {
    const { type, log } = bot({ strategy: "latest" }, () => wait(A_WHILE));
    const turns = [];
    for (const text of ["one", "two", "three"]) {
      turns.push(type(text));
      await pass(10);
    }
    await pass(4 * A_WHILE);
    expect(await Promise.all(turns)).toEqual([superseded, superseded, answered("three")]);
    expect(log).toEqual(["one begins", "one ends", "three begins", "three ends"]);
  });

  it("keeps an answer that was given before the next turn came, with `latest`", async () => {
    const { type } = bot({ strategy: "latest" });
    const first = type("one");
    await pass(1000);
    const second = type("two", 1);
    await pass(1000);
    expect([await first, await second]).toEqual([answered("one"), answered("two")]);
  });

  it("gets turns as they come with `parallel`, and without the option", async () => {
    const { type, log } = bot({ strategy: "parallel" }, () => wait(A_WHILE));
    const both = Promise.all([type("one"), type("two")]);
    await pass(2 * A_WHILE);
    await both;
    expect(log.slice(0, 2)).toEqual(["one begins", "two begins"]);
  });
});

describe("a lock that expired mid-handler", () => {
  it("let the next turn in: it is renewed while a handler runs", async () => {
    const { type, log, errors } = bot({ lease: 1, wait: 60_000 }, () => wait(30_000));
    const both = [type("one", 0)];
    await pass(100);
    both.push(type("two", 1));
    await pass(65_000);
    expect(await Promise.all(both)).toEqual([answered("one"), answered("two")]);
    expect(log).toEqual(["one begins", "one ends", "two begins", "two ends"]);
    expect(errors).toEqual([]);
  });

  it("went unnoticed: a lock that is lost aborts `signal`, and is reported", async () => {
    let lost = false;
    const kept = remote();
    const renew: typeof kept.renew = (...args) => (lost ? false : kept.renew(...args));
    const { type, errors } = bot({ lease: 1, store: { ...kept, renew } }, (_, signal) =>
      listening(60_000, signal),
    );
    const turn = type("one");
    await pass(500);
    lost = true;
    await pass(1000);
    expect(await turn).toMatchObject({ status: 409, code: "turn_lost" });
    expect(errors.map(({ code }) => code)).toEqual(["turn_lost"]);
  });

  it("does stand in the way when its process is dead: the next turn comes up once the lease has run out", async () => {
    const store = remote();
    // What a process leaves behind that was killed in the middle of a turn.
    const { type, log, instances } = bot({ lease: 5, store }, () => undefined);
    const dead = bot({ lease: 5, store: { ...store, renew: mayJoin(store) } }, () => wait(1e6));
    void dead.type("never answered");
    await pass(100);
    expect(dead.log).toEqual(["never answered begins"]);
    const next = type("two", 1);
    await pass(4000);
    expect(log).toEqual([]);
    await pass(2000);
    expect(await next).toEqual(answered("two"));
    expect(instances).toHaveLength(2);
  });

  /** Renews what has a value, which is the line; the ticket is not renewed, as by a process that is gone. */
  function mayJoin(store: ReturnType<typeof remote>): typeof store.renew {
    return (token, lease, value, ttl) =>
      value === undefined ? true : store.renew(token, lease, value, ttl);
  }
});

describe("a message stranded at release", () => {
  it("waited for a turn that was just over", async () => {
    const store = remote();
    let next: ReturnType<typeof type> | undefined;
    let log: readonly string[] = [];
    const release: typeof store.release = async (token) => {
      // The second turn joins while the first one leaves.
      if (log.includes("one ends") && next === undefined) {
        next = type("two", 1);
        await wait(70);
      }
      return store.release(token);
    };
    const one = bot({ store: { ...store, release } });
    const { type } = one;
    log = one.log;
    const first = type("one", 0);
    await pass(5000);
    expect([await first, await next]).toEqual([answered("one"), answered("two")]);
  });

  it("was one of many that came at any moment: each is handled, and no two at once", async () => {
    const { type, log } = bot({ wait: 1e6 }, () => wait(7));
    const texts = Array.from({ length: 40 }, (_, number) => `text ${number}`);
    const turns: Promise<unknown>[] = [];
    for (const [number, text] of texts.entries()) {
      turns.push(type(text, (number % 2) as 0 | 1));
      await pass((number * 13) % 64);
    }
    await pass(60_000);
    expect(await Promise.all(turns)).toEqual(texts.map(answered));
    for (let line = 0; line < log.length; line += 2) {
      expect(log[line + 1]).toBe(log[line]?.replace("begins", "ends"));
    }
  });
});

describe("a message that was deduplicated before it was locked", () => {
  it("was lost when its lock was refused: the next delivery of it is handled", async () => {
    const idempotency = { store: remote() };
    const { type, log } = bot({ wait: 100 }, (text) => wait(text === "one" ? 1000 : 0), {
      idempotency,
    });
    const first = type("one", 0);
    await pass(10);
    const second = type("two", 1);
    await pass(200);
    expect(await second).toMatchObject({ status: 409, code: "turn_pending" });
    expect(log).toEqual(["one begins"]);
    await pass(1000);
    const again = type("two", 0);
    await pass(1000);
    expect(await again).toEqual(answered("two"));
    expect(await first).toEqual(answered("one"));
  });
});

describe("a retry", () => {
  it("of a turn that failed was dropped: it is handled, behind those who came meanwhile", async () => {
    let failures = 1;
    const { type, log } = bot(
      {},
      async (text) => {
        await wait(A_WHILE);
        if (text === "one" && failures-- > 0) throw new Error("no database");
      },
      { idempotency: { store: remote() } },
    );
    const first = type("one", 0);
    await pass(10);
    const second = type("two", 1);
    await pass(A_WHILE + 100);
    expect((await first).status).toBe(500);
    const again = type("one", 1);
    await pass(4 * A_WHILE);
    expect([await second, await again]).toEqual([answered("two"), answered("one")]);
    expect(log.filter((line) => line.endsWith("begins"))).toEqual([
      "one begins",
      "two begins",
      "one begins",
    ]);
  });

  it("of a turn that is being handled gets its answer, and does not stand in line itself", async () => {
    for (const strategy of ["queue", "latest"] as const) {
      const idempotency = { store: remote() };
      const { type, log } = bot({ strategy }, () => wait(A_WHILE), { idempotency });
      const first = type("one", 0);
      await pass(10);
      const again = type("one", 1);
      await pass(3 * A_WHILE);
      expect([await first, await again]).toEqual([answered("one"), answered("one")]);
      expect(log).toEqual(["one begins", "one ends"]);
    }
  });
});

describe("the line of a conversation", () => {
  it("is that of a custom key, or of none", async () => {
    const keys: Record<string, string | undefined> = { one: "a", two: "a", three: undefined };
    const key = ({ event }: TurnNotification) => keys[event?.interlocutor?.id ?? ""];
    const { type, log } = bot({ key }, () => wait(A_WHILE));
    const turns = ["one", "two", "three"].map((text) => type(text, 0, text));
    await pass(10);
    expect(log).toEqual(["three begins", "one begins"]);
    await pass(3 * A_WHILE);
    await Promise.all(turns);
  });

  it("is not for events without a conversation", async () => {
    const webhook = new Webhook({ concurrency: {} });
    let running = 0;
    let most = 0;
    webhook.on(defineEvent("order.paid"), async () => {
      most = Math.max(most, ++running);
      await wait(10);
      running -= 1;
    });
    const body = '{"topic":"order.paid","data":{"type":"paid"}}';
    const both = Promise.all([simulate(webhook, { body }), simulate(webhook, { body })]);
    await pass(100);
    await both;
    expect(most).toBe(2);
  });

  it("fails like a handler when the key's function throws", async () => {
    const key = () => {
      throw new Error("no such field");
    };
    const { type, errors } = bot({ key });
    expect(await type("one")).toMatchObject({ status: 500, code: "handler_failed" });
    expect(errors).toHaveLength(1);
  });

  it("leaves nothing behind but the line itself", async () => {
    const store = memoryStore();
    const { type } = bot({ store });
    for (const text of ["one", "two", "three"]) {
      const turn = type(text);
      await pass(1000);
      await turn;
    }
    expect(store.size).toBe(1);
  });

  it("waits at most half of the deadline, which leaves the handler the other half", async () => {
    const { type } = bot({}, () => wait(900), { deadline: 1000 });
    const first = type("one");
    await pass(10);
    const second = type("two");
    await pass(2000);
    expect(await first).toEqual(answered("one"));
    expect(await second).toMatchObject({ status: 409, code: "turn_pending" });
  });
});

describe("a store of turns that is down", () => {
  const down = () => Promise.reject(new Error("connect ECONNREFUSED"));

  it("does not keep turns from being handled, and is reported", async () => {
    const { type, errors } = bot({ store: { ...remote(), claim: down } });
    expect(await type("one")).toEqual(answered("one"));
    expect(errors).toEqual([
      expect.objectContaining({
        code: "store_unavailable",
        message:
          "concurrency.store failed: connect ECONNREFUSED; turns are handled beside each other",
      }),
    ]);
  });

  it("is 503 where turns must not be handled at once", async () => {
    const { type } = bot({ store: { ...remote(), claim: down }, onStoreError: "refuse" });
    expect(await type("one")).toMatchObject({ status: 503, code: "store_unavailable" });
  });

  it("is not waited for longer than `storeTimeout`", async () => {
    const claim = () => new Promise<never>(() => {});
    const { type } = bot({ store: { ...remote(), claim }, storeTimeout: 50 });
    const turn = type("one");
    await pass(60);
    expect(await turn).toEqual(answered("one"));
  });
});

describe("the option `concurrency` refuses", () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [
      { strategy: "last" },
      /concurrency.strategy: expected "queue", "latest" or "parallel", got "last"/,
    ],
    [{ key: "visitor" }, /concurrency.key: expected a function/],
    [{ strategie: "queue" }, /did you mean "strategy"/],
    [{ store: {} }, /concurrency.store.claim: expected a function/],
    [{ lease: 0 }, /concurrency.lease: expected a number of seconds from 1 up/],
    [{ wait: -1 }, /concurrency.wait/],
    [
      { onStoreError: "ignore" },
      /concurrency.onStoreError: expected "handle" or "refuse", got "ignore"/,
    ],
  ])("%j", (concurrency, expected) => {
    expect(() => new Webhook({ concurrency: concurrency as never })).toThrow(expected);
  });
});

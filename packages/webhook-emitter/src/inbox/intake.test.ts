import { createHash } from "node:crypto";
import { type AcceptedRequest, Webhook } from "@clustaar/webhook-core";
import { createEndpoint } from "@clustaar/webhook-core/endpoint";
import { signedRequest } from "@clustaar/webhook-core/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmitter } from "../emitter/create-emitter.ts";
import { TestClock } from "../emitter/world.test-helpers.ts";
import { EmitterError } from "../errors.ts";
import { createEvents } from "../events/create-events.ts";
import { FileEmitterStore } from "../stores/file/file-store.ts";
import { memoryEmitterStore } from "../stores/memory/memory-store.ts";
import type { EmitterStore } from "../stores/store.ts";
import { inbox } from "./inbox.ts";
import {
  folder,
  order,
  paid,
  privateKey,
  quiet,
  startInbox,
  storeKinds,
  until,
} from "./world.test-helpers.ts";

/** A store in memory of which a test replaces methods. */
function storeWith(methods: Partial<EmitterStore>): EmitterStore {
  const store = memoryEmitterStore();
  return Object.assign(store, methods);
}

describe("a store that does not take a request", () => {
  it("because it is down: 503 with Retry-After, reported, and accepted once it is back", async () => {
    let isDown = true;
    const store = memoryEmitterStore();
    const publish = store.publish.bind(store);
    store.publish = async (message) => {
      if (isDown) throw new EmitterError("store_unavailable", "no server at db:5432");
      return publish(message);
    };
    const handled: number[] = [];
    const { box } = startInbox((total) => void handled.push(total), { store });
    const errors: string[] = [];
    box.onError(({ code, message }) => errors.push(`${code}: ${message}`));
    const { status, headers, body } = await box.handle(order(1));
    expect([status, headers["retry-after"]]).toEqual([503, "5"]);
    expect(String(body)).not.toContain("db:5432");
    expect(errors).toEqual([
      "store_unavailable: the request was not stored, so it is not acknowledged: no server at db:5432",
    ]);
    isDown = false;
    expect((await box.handle(order(1))).status).toBe(200);
    await quiet(box);
    expect(handled).toEqual([1]);
  });

  it("in time: 503, and what it stores after all is handled once, however often it is sent again", async () => {
    const clock = new TestClock();
    let finish: (() => void) | undefined;
    const store = memoryEmitterStore();
    const publish = store.publish.bind(store);
    store.publish = async (message) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return publish(message);
    };
    const handled: number[] = [];
    const { box, codes } = startInbox((total) => void handled.push(total), {
      store,
      clock,
      storeTimeout: 2_000,
    });
    await box.open();
    const answer = box.handle(order(1));
    await until(() => expect(finish).toBeDefined());
    await clock.pass(2_000);
    expect((await answer).status).toBe(503);
    finish?.();
    await until(() => expect(handled).toEqual([1]));
    expect(codes()).toContain("store.late");
    store.publish = publish;
    expect((await box.handle(order(1))).status).toBe(200);
    await quiet(box);
    expect(handled).toEqual([1]);
  });

  it("because it is not open yet: 503 until it is, and the inbox opens it by itself", async () => {
    const clock = new TestClock();
    const store = memoryEmitterStore();
    const open = store.open.bind(store);
    let tries = 0;
    store.open = async (host) => {
      if (++tries < 3) throw new EmitterError("store_locked", "another process has it");
      return open(host);
    };
    const { box, codes } = startInbox(() => {}, { store, clock });
    await expect(box.open()).rejects.toMatchObject({ code: "store_locked" });
    expect((await box.handle(order(1))).status).toBe(503);
    await expect(box.stats()).rejects.toMatchObject({ code: "store_locked" });
    await clock.pass(100);
    expect(tries).toBe(2);
    await clock.pass(500);
    await box.open();
    expect((await box.handle(order(1))).status).toBe(200);
    expect(codes().filter((code) => code === "store.failed")).toHaveLength(2);
  });

  it("because it is something else: 503 for good, which is said", async () => {
    let tries = 0;
    const store = storeWith({
      open: async () => {
        tries++;
        throw new EmitterError("store_invalid", "a database of another program");
      },
    });
    const clock = new TestClock();
    const { box, log } = startInbox(() => {}, { store, clock });
    await expect(box.open()).rejects.toMatchObject({ code: "store_invalid" });
    await clock.pass(60_000);
    expect([tries, log[0]?.message]).toEqual([
      1,
      "the store cannot be opened, so that every request is answered 503",
    ]);
    expect((await box.handle(order(1))).status).toBe(503);
  });
});

describe("one store", () => {
  it("is not shared by two inboxes of a process", () => {
    const store = `file:${folder()}/inbox.db`;
    startInbox(() => {}, { store });
    expect(() => startInbox(() => {}, { store })).toThrow("the one of another inbox");
  });

  it("is not shared by an emitter and an inbox", async () => {
    const path = `${folder()}/hooks.db`;
    const events = createEvents({ tick: {} });
    const emitter = await createEmitter({ events, store: `file:${path}` });
    await emitter.webhooks.create({ url: "https://example.com", events: "tick" });
    await emitter.close();
    const first = startInbox(() => {}, { store: `file:${path}` });
    await expect(first.box.open()).rejects.toThrow("the store belongs to an emitter");

    const other = `${folder()}/inbox.db`;
    const { box } = startInbox(() => {}, { store: `file:${other}` });
    await box.open();
    await box.close();
    await expect(createEmitter({ events, store: `file:${other}` })).rejects.toThrow(
      "the store belongs to an inbox",
    );
    // Nothing keeps the file.
    const again = new FileEmitterStore(other);
    await again.open({ now: Date.now, onWork() {}, onError() {} });
    await again.close();
  });
});

it("a file that the process before still has is taken over once that has closed it", async () => {
  const path = `${folder()}/inbox.db`;
  const before = startInbox(() => new Promise(() => {}), { store: new FileEmitterStore(path) });
  expect((await before.box.handle(order(1))).status).toBe(200);
  await until(async () => expect((await before.box.stats()).here).toBe(1));
  const handled: number[] = [];
  const { box } = startInbox((total) => void handled.push(total), {
    store: new FileEmitterStore(path),
  });
  await expect(box.open()).rejects.toMatchObject({ code: "store_locked" });
  const refused = await box.handle(order(2));
  expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "5"]);
  expect(await before.box.close({ deadline: 0 })).toEqual({ handedBack: 1 });
  await until(() => expect(handled).toEqual([1]));
  expect((await box.handle(order(2))).status).toBe(200);
  await until(() => expect(handled).toEqual([1, 2]));
});

describe("what is stored", () => {
  const headers = {
    authorization: "Basic Ym90OnBhc3M=",
    cookie: "session=1",
    "x-api-key": "k",
    "x-auth-key": "k",
    "x-access_key": "k",
    "x-shopify-hmac-sha256": "c2lnbmVk",
    "x-jwt-assertion": "j",
    "x-passwd": "p",
    "x-credential": "c",
    "x-gitlab-token": "t",
    "x-hub-signature-256": "sha256=00",
    "x-request-id": "r-1",
    "x-tenant": "é",
    "x-author": "a",
    "idempotency-key": "i-1",
  };

  it("leaves out credentials and signatures, and keeps the rest as it came", async () => {
    const seen: unknown[] = [];
    const { box, webhook } = startInbox(() => {});
    webhook.use(({ request }, next) => {
      const { method, path, mountPath, query } = request;
      seen.push({ method, path, mountPath, query: query.toString() });
      seen.push(Object.fromEntries(request.headers.entries?.() ?? []));
      seen.push([request.headers.get("X-Request-Id"), request.headers.get("authorization")]);
      return next();
    });
    const sent = order(1, { headers, path: "/hooks/orders?tag=a%00b&tag=%20" });
    await box.handle({ ...sent, mountPath: "/hooks" });
    await quiet(box);
    expect(seen).toEqual([
      { method: "POST", path: "/hooks/orders", mountPath: "/hooks", query: "tag=a%00b&tag=+" },
      {
        "content-type": "application/json",
        date: sent.headers.get("date"),
        "x-request-id": "r-1",
        "x-tenant": "é",
        "x-author": "a",
        "idempotency-key": "i-1",
      },
      ["r-1", undefined],
    ]);
  });

  it("is what storeHeader says", async () => {
    const { box } = startInbox(() => {}, { storeHeader: (name) => name === "x-api-key" });
    await box.handle(order(1, { headers }));
    const [record] = (await box.list()).items;
    const found = await box.get(record?.id ?? "");
    expect([...(found?.request.headers.entries?.() ?? [])]).toEqual([["x-api-key", "k"]]);
  });

  it("has the usual headers where a host does not list its own", async () => {
    const { box } = startInbox(() => {});
    const sent = order(1, { headers });
    const { headers: all } = sent;
    await box.handle({ ...sent, headers: { get: (name) => all.get(name) } });
    const [record] = (await box.list()).items;
    const found = await box.get(record?.id ?? "");
    expect([...(found?.request.headers.entries?.() ?? [])]).toEqual([
      ["content-type", "application/json"],
      ["date", all.get("date")],
      ["x-request-id", "r-1"],
    ]);
  });

  for (const { kind, absent, address } of storeKinds) {
    it.skipIf(absent)(`may be any bytes, under names of any characters, on ${kind}:`, async () => {
      const bodies: string[] = [];
      const odd = `a\0b\ud800${"x".repeat(300)}`;
      const endpoint = createEndpoint({ maxBody: 1000, deferrable: true }, (request, context) => {
        context.topic = odd;
        return context.defer(
          () => ({ id: odd }),
          () => {
            bodies.push(Buffer.from(request.body).toString("hex"), request.headers.get("x") ?? "");
            return { status: 204, headers: {}, body: "" };
          },
        );
      });
      const box = inbox(endpoint, { store: address(), storeTimeout: 30_000, group: () => odd });
      onTestFinished(async () => {
        await box.close({ deadline: 0 });
      });
      const headers = new Map([
        ["content-type", odd],
        ["x", odd],
      ]);
      const body = new Uint8Array([0, 255, 128, 10]);
      const path = `/${odd}`;
      const sent = { ...signedRequest({ body }), headers, path };
      expect((await box.handle(sent)).status).toBe(200);
      await quiet(box);
      expect(bodies).toEqual(["00ff800a", odd]);
      const [record] = (await box.list()).items;
      expect(record?.topic).toMatch(/^a\?b\?x{196}$/);
      expect((await box.get(record?.id ?? ""))?.request.path).toBe(path);
    });
  }
});

describe("duplicates", () => {
  it("are told by the key that is given, and by the body where it gives none", async () => {
    const handled: number[] = [];
    const asked: AcceptedRequest[] = [];
    const { box } = startInbox((total) => void handled.push(total), {
      idempotency: {
        key: (accepted) => {
          asked.push(accepted);
          return accepted.request.headers.get("x-order");
        },
      },
    });
    const named = { headers: { "x-order": "o-1" } };
    for (const sent of [order(1, named), order(2, named), order(3), order(3), order(4)]) {
      expect((await box.handle(sent)).status).toBe(200);
    }
    await quiet(box);
    expect(handled).toEqual([1, 3, 4]);
    expect(asked[0]).toMatchObject({ topic: "order.paid", payload: { total: 1 } });
  });

  it("are all handled where that is wanted", async () => {
    const handled: number[] = [];
    const { box } = startInbox((total) => void handled.push(total), { idempotency: null });
    for (let n = 0; n < 3; n++) await box.handle(order(1));
    await quiet(box);
    expect(handled).toEqual([1, 1, 1]);
  });

  it("are stored under a hash, of whatever length a key is", async () => {
    const keys: unknown[] = [];
    const store = memoryEmitterStore();
    const publish = store.publish.bind(store);
    store.publish = async (message) => {
      keys.push(message.idempotencyKey);
      return publish(message);
    };
    const { box } = startInbox(() => {}, { store });
    const sent = order(1);
    await box.handle(sent);
    expect(keys).toEqual([`body/${createHash("sha256").update(sent.body).digest("hex")}`]);
  });
});

describe("an acknowledgement", () => {
  it("is what is set, or what the endpoint answers", async () => {
    const answers = [
      {},
      { acknowledgement: { status: 202 } },
      { acknowledgement: { status: 204 } },
      { acknowledgement: { body: "ok", headers: { "content-type": "text/plain" } } },
    ].map(async (options) => {
      const { box } = startInbox(() => {}, options);
      const { status, headers, body } = await box.handle(order(1));
      return [status, headers["content-type"], body];
    });
    expect(await Promise.all(answers)).toEqual([
      [200, "application/json", "{}"],
      [202, "application/json", "{}"],
      [204, undefined, ""],
      [200, "text/plain", "ok"],
    ]);
  });

  it("is not given where the order cannot be told: the sender comes again", async () => {
    const { box } = startInbox(() => {}, { group: () => 5 as never });
    const errors: string[] = [];
    box.onError(({ message }) => errors.push(message));
    expect((await box.handle(order(1))).status).toBe(500);
    expect(errors[0]).toContain("inbox: group: expected a text that is not empty");
    expect((await box.list()).items).toEqual([]);
  });

  it("is traced as a call of the store", async () => {
    const { box } = startInbox(() => {});
    const parts: unknown[] = [];
    await box.handle(order(1), {
      trace: (part, work) => {
        parts.push(part);
        return work();
      },
    });
    expect(parts).toEqual([{ kind: "store", name: "publish" }]);
  });
});

describe("what is refused when it is built", () => {
  const build = (endpoint: unknown, options: object = { store: "memory:" }) =>
    inbox(endpoint as never, options as never);

  it("an endpoint whose sender waits for the answer, or that answers everything at once", () => {
    const step = new Webhook().on("conversation.step_reached", () => {});
    expect(() => build(step)).toThrow('"conversation.step_reached" is answered with what its');
    const latest = new Webhook({ concurrency: { key: () => "k", strategy: "latest" } });
    expect(() => build(latest)).toThrow("a retry of an earlier one would take its place");
    const plain = createEndpoint({ maxBody: 1 }, () => ({ status: 200, headers: {}, body: "" }));
    expect(() => build(plain)).toThrow("got one that answers everything at once");
    expect(() => build(undefined)).toThrow("inbox: expected an endpoint");
    expect(() => build(startInbox(() => {}).box)).toThrow("answers everything at once");
  });

  it.each([
    [{}, "got undefined; there is no default"],
    [{ store: "inbox.db" }, 'write "file:" before the path'],
    [{ store: {} }, "inbox: store: expected an address or a store of your own"],
    [{ concurency: 1 }, 'unknown option "concurency"; did you mean "concurrency"?'],
    [{ concurrency: 0 }, "inbox: concurrency: expected a number of requests from 1 up, got 0"],
    [{ maxInFlight: 0 }, "inbox: maxInFlight"],
    [{ rate: "fast" }, "inbox: rate: expected a rate such as 10/s"],
    [{ timeout: 0 }, "inbox: timeout"],
    [{ storeTimeout: 0 }, "inbox: storeTimeout"],
    [{ schedule: ["soon"] }, "inbox: schedule: expected a list of durations"],
    [{ schedule: [], backoff: false }, "expected schedule or backoff, got both"],
    [{ backoff: { maxTries: 0 } }, "inbox: backoff.maxTries"],
    [{ backoff: { maxTime: "long" } }, "inbox: backoff.maxTime"],
    [{ retention: 60_000, idempotency: null }, "requests would expire while they wait"],
    [{ retention: 60_000, schedule: [] }, "expected at most the retention, 60 seconds, got 86400"],
    [{ acknowledgement: { status: 302 } }, "expected a status from 200 to 299, got 302"],
    [{ acknowledgement: { status: 204, body: "x" } }, "expected none with the status 204"],
    [{ acknowledgement: { body: 5 } }, "inbox: acknowledgement.body: expected text, got a number"],
    [{ acknowledgement: { headers: { "a b": "c" } } }, "inbox: acknowledgement.headers"],
    [{ idempotency: { ttl: 0 } }, "inbox: idempotency.ttl"],
    [{ idempotency: { key: "id" } }, "inbox: idempotency.key: expected a function"],
    [{ group: "id" }, "inbox: group: expected a function"],
    [{ storeHeader: ["date"] }, "inbox: storeHeader: expected a function"],
    [{ log: "info" }, "inbox: log: expected a function"],
    [{ clock: {} }, "inbox: clock: now: expected a function"],
  ])("%j", (options, message) => {
    const webhook = new Webhook({ privateKey }).on(paid, () => {});
    const store = Object.keys(options).length > 0 ? { store: "memory:" } : {};
    expect(() => build(webhook, { ...store, ...options })).toThrow(message);
  });

  it("a route added later, whose sender waits for the answer, is refused when it is reached", async () => {
    const { box, webhook } = startInbox(() => {});
    webhook.on("conversation.step_reached", () => {});
    const codes: string[] = [];
    box.onError(({ code }) => codes.push(code));
    expect((await box.handle(signedRequest({ privateKey }))).status).toBe(500);
    expect([codes, (await box.list()).items]).toEqual([["answer_awaited"], []]);
  });

  it("wrong arguments of its methods", async () => {
    const { box } = startInbox(() => {});
    await expect(box.list({ states: ["done" as never] })).rejects.toThrow(
      'expected a list of waiting, handled, dead, got "done"',
    );
    await expect(box.list({ limit: 0 })).rejects.toThrow("inbox.list: limit");
    await expect(box.list({ since: "now" as never })).rejects.toThrow("inbox.list: since");
    await expect(box.recover({ from: 1 } as never)).rejects.toThrow('unknown option "from"');
    await expect(box.get("")).rejects.toThrow("inbox.get: id");
    await expect(box.close({ deadline: -1 })).rejects.toThrow("inbox.close: deadline");
    expect(() => box.onDead("x" as never)).toThrow("onDead: listener");
  });
});

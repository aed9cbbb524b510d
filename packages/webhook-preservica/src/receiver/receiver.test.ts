import { inspect } from "node:util";
import { HttpError, type WebhookRequest } from "@clustaar/webhook-core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { PreservicaReceiver, type PreservicaReceiverOptions, triggers } from "../index.ts";
import { deliveryRequest } from "../testing.ts";

const secret = "s3cr3t";
const events = [{ entityRef: "one" }, { entityRef: "two" }, { entityRef: "three" }];
const receiver = (options: Partial<PreservicaReceiverOptions> = {}) =>
  new PreservicaReceiver({ secret, ...options });

async function send(to: PreservicaReceiver, request: WebhookRequest) {
  const { status, headers, body } = await to.handle(request);
  return { status, headers, answer: JSON.parse(String(body)) };
}

function withHeaders(request: WebhookRequest, headers: Record<string, string>): WebhookRequest {
  return { ...request, headers: new Headers(headers) };
}

describe("refusals", () => {
  const delivery = deliveryRequest({ secret, events });
  const signature = delivery.headers.get("preservica-signature") ?? "";
  const cases: [string, WebhookRequest, number, string][] = [
    ["no signature", withHeaders(delivery, {}), 401, "signature_missing"],
    [
      "an empty one",
      withHeaders(delivery, { "preservica-signature": "" }),
      401,
      "signature_missing",
    ],
    ["no hex", withHeaders(delivery, { "preservica-signature": "zz" }), 401, "signature_malformed"],
    [
      "a labelled one",
      withHeaders(delivery, { "preservica-signature": `sha256=${signature}` }),
      401,
      "signature_malformed",
    ],
    [
      "a repeated one",
      withHeaders(delivery, { "preservica-signature": `${signature}, ${signature}` }),
      401,
      "signature_malformed",
    ],
    ["another secret", deliveryRequest({ secret: "another", events }), 401, "signature_invalid"],
    [
      "another body",
      { ...delivery, body: new TextEncoder().encode("{}") },
      401,
      "signature_invalid",
    ],
    ["a GET", { ...delivery, method: "GET" }, 405, "method_not_allowed"],
    ["no JSON", deliveryRequest({ secret, body: "not json" }), 400, "body_not_json"],
    ["an empty body", deliveryRequest({ secret, body: "" }), 400, "body_not_json"],
    [
      "bytes that are not UTF-8",
      deliveryRequest({ secret, body: new Uint8Array([0x22, 0xff, 0x22]) }),
      400,
      "body_not_json",
    ],
    ["a list", deliveryRequest({ secret, body: "[]" }), 422, "payload_invalid"],
    ["null", deliveryRequest({ secret, body: "null" }), 422, "payload_invalid"],
    [
      "too much nesting",
      deliveryRequest({ secret, body: `{"events":${"[".repeat(9000)}${"]".repeat(9000)}}` }),
      400,
      "body_too_deep",
    ],
    ["no events", deliveryRequest({ secret, payload: {} }), 422, "payload_invalid"],
    [
      "events that are not a list",
      deliveryRequest({ secret, payload: { events: { 0: {} } } }),
      422,
      "payload_invalid",
    ],
    [
      "an event that is a text",
      deliveryRequest({ secret, payload: { events: ["x"] } }),
      422,
      "payload_invalid",
    ],
    [
      "an event that is null",
      deliveryRequest({ secret, payload: { events: [{}, null] } }),
      422,
      "payload_invalid",
    ],
    [
      "an event that is a list",
      deliveryRequest({ secret, payload: { events: [[]] } }),
      422,
      "payload_invalid",
    ],
    [
      "a reference that is not a text",
      deliveryRequest({ secret, payload: { events: [{ entityRef: 1 }] } }),
      422,
      "payload_invalid",
    ],
    [
      "events only inherited",
      deliveryRequest({ secret, body: '{"__proto__":{"events":[]}}' }),
      422,
      "payload_invalid",
    ],
  ];

  it.each(cases)("%s", async (_, request, expected, code) => {
    const called: unknown[] = [];
    const to = receiver()
      .onEvent(() => called.push(1))
      .onDelivery(() => called.push(1));
    const { status, headers, answer } = await send(to, request);
    expect([status, answer.code, headers["content-type"]]).toEqual([
      expected,
      code,
      "application/problem+json",
    ]);
    if (status === 401) expect(headers["www-authenticate"]).toBe("Signature");
    if (status === 405) expect(headers.allow).toBe("POST");
    expect(called).toEqual([]);
    expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it("name every path of a payload that does not fit", async () => {
    const payload = { events: [{}, 1, { entityRef: [] }] };
    const { answer } = await send(receiver(), deliveryRequest({ secret, payload }));
    expect(answer.errors).toEqual([
      { path: "events/1", message: "expected an object, got a number" },
      { path: "events/2/entityRef", message: "expected a string, got a list" },
    ]);
    const many = { events: Array.from({ length: 1000 }, () => 1) };
    expect(
      (await send(receiver(), deliveryRequest({ secret, payload: many }))).answer.errors,
    ).toHaveLength(20);
  });

  it("come in the order limit, method, challenge, signature, JSON, payload", async () => {
    // Each request has every later fault as well.
    const worst: WebhookRequest = {
      method: "GET",
      path: "/",
      query: new URLSearchParams("challengeCode="),
      headers: new Headers(),
      body: new TextEncoder().encode("not json at all"),
    };
    const code = async (request: WebhookRequest, maxBody = 15) =>
      (await send(receiver({ maxBody }), request)).answer.code;
    expect(await code(worst, 14)).toBe("body_too_large");
    expect(await code(worst)).toBe("method_not_allowed");
    const post = { ...worst, method: "POST" };
    expect(await code(post)).toBe("challenge_invalid");
    expect(await code({ ...post, query: new URLSearchParams() })).toBe("signature_missing");
    expect(await code(deliveryRequest({ secret, body: "not json" }))).toBe("body_not_json");
    expect(await code(deliveryRequest({ secret, body: '{"events":1}' }))).toBe("payload_invalid");
  });
});

describe("handlers", () => {
  it("get every event in order, each awaited before the next", async () => {
    const seen: string[] = [];
    const to = receiver()
      .onEvent(async ({ event, position }) => {
        seen.push(`${event.entityRef} begins`);
        await new Promise((resolve) => setTimeout(resolve, 3 - position));
        seen.push(`${event.entityRef} ends`);
      })
      .onEvent(({ event }) => seen.push(`${event.entityRef} again`));
    const { status, headers, answer } = await send(to, deliveryRequest({ secret, events }));
    expect([status, headers, answer]).toEqual([
      200,
      { "content-type": "application/json" },
      { success: true },
    ]);
    expect(seen).toEqual(
      ["one", "two", "three"].flatMap((ref) => [`${ref} begins`, `${ref} ends`, `${ref} again`]),
    );
  });

  it("get the delivery whole, before its events, with unknown fields kept", async () => {
    const payload = {
      future: { a: [1] },
      events: [{ entityRef: "one", future: true, identifiers: [] }],
    };
    const seen: unknown[] = [];
    const request = deliveryRequest({ secret, payload });
    const to = receiver()
      .onEvent(({ event, delivery, request: same }) => {
        seen.push(event, delivery.id, same === request, delivery.request === request);
      })
      .onDelivery(({ payload, trigger }) => seen.push(payload, trigger));
    await to.handle(request);
    expect(seen).toEqual([
      payload,
      null,
      payload.events[0],
      expect.stringMatching(/^[0-9a-f]{64}$/),
      true,
      true,
    ]);
  });

  it("may be none, and a delivery may hold no events", async () => {
    expect((await send(receiver(), deliveryRequest({ secret, events }))).status).toBe(200);
    const to = receiver().onEvent(() => expect.unreachable());
    expect((await send(to, deliveryRequest({ secret, events: [] }))).status).toBe(200);
  });

  it("do not keep one another from being called when one fails", async () => {
    const seen: string[] = [];
    const errors: unknown[] = [];
    const to = receiver()
      .onDelivery(() => Promise.reject(new Error("disk full")))
      .onEvent(({ event }) => {
        if (event.entityRef === "two") throw new HttpError(404, "no such record");
        seen.push(`first ${event.entityRef}`);
      })
      .onEvent(({ event, position }) => {
        if (position === 0) throw "a text";
        seen.push(`second ${event.entityRef}`);
      })
      .onError((error) => errors.push([error.code, error.message, error.cause]));
    const { status, answer } = await send(to, deliveryRequest({ secret, events }));
    expect([status, answer.code]).toEqual([500, "handler_failed"]);
    expect(JSON.stringify(answer)).not.toMatch(/disk|record|a text/);
    expect(seen).toEqual(["first one", "second two", "first three", "second three"]);
    expect(errors).toEqual([
      ["handler_failed", "the delivery: disk full", new Error("disk full")],
      ["handler_failed", "events/0: something that is not an Error was thrown", "a text"],
      ["handler_failed", "events/1: no such record", expect.any(HttpError)],
    ]);
  });

  it("take any of several secrets, so that one can be rotated", async () => {
    const to = receiver({ secret: ["new", "old"] });
    for (const [key, expected] of [
      ["new", 200],
      ["old", 200],
      ["older", 401],
    ] as const) {
      expect((await send(to, deliveryRequest({ secret: key, events }))).status).toBe(expected);
    }
  });
});

describe("triggers", () => {
  async function triggerOf(payload: object, query = "") {
    let seen: unknown = "no handler was called";
    const to = receiver().onEvent(({ trigger, delivery }) => {
      expect(delivery.trigger).toBe(trigger);
      seen = trigger;
    });
    const request = deliveryRequest({ secret, payload: { events: [{}], ...payload } });
    await to.handle({ ...request, query: new URLSearchParams(query) });
    return seen;
  }

  it("come by their names from the payload, else from the URL, else are null", async () => {
    for (const [name, wire] of Object.entries(triggers)) {
      for (const text of [name, wire]) {
        expect(await triggerOf({ triggerType: text })).toBe(name);
        expect(await triggerOf({ trigger: text })).toBe(name);
        expect(await triggerOf({}, `trigger=${text}`)).toBe(name);
      }
    }
    expect(
      await triggerOf({ triggerType: "MOVED", trigger: "INDEXED" }, "trigger=INGEST_FAILED"),
    ).toBe("MOVED");
    expect(await triggerOf({ trigger: "INDEXED" }, "trigger=MOVED")).toBe("INDEXED");
    expect(await triggerOf({ triggerType: 7, trigger: "" }, "trigger=MOVED")).toBe("MOVED");
    expect(await triggerOf({})).toBe(null);
    expect(await triggerOf({}, "trigger=")).toBe(null);
    expect(await triggerOf({}, "trigger=MOVED&trigger=MOVED")).toBe("MOVED");
    expect(await triggerOf({}, "trigger=MOVED&trigger=INDEXED")).toBe(null);
  });

  it("from the future reach onEvent as they came", async () => {
    expect(await triggerOf({ triggerType: "RENAMED" })).toBe("RENAMED");
    expect(await triggerOf({}, "trigger=constructor")).toBe("constructor");
  });

  it("pick the handlers of `on`, by either name", async () => {
    const seen: string[] = [];
    const to = receiver();
    to.on("INDEXED", ({ trigger }) => {
      expectTypeOf(trigger).toEqualTypeOf<"INDEXED">();
      seen.push(`by name ${trigger}`);
    });
    to.on("FULL_TEXT_INDEXED", ({ trigger }) => {
      expectTypeOf(trigger).toEqualTypeOf<"INDEXED">();
      seen.push(`by wire ${trigger}`);
    });
    to.on("MOVED", () => seen.push("moved"));
    for (const trigger of ["INDEXED", "FULL_TEXT_INDEXED", "RENAMED", undefined]) {
      await to.handle(deliveryRequest({ secret, events: [{}], ...(trigger && { trigger }) }));
    }
    expect(seen).toEqual([
      "by name INDEXED",
      "by wire INDEXED",
      "by name INDEXED",
      "by wire INDEXED",
    ]);
  });

  it("that are not in the table cannot be asked for", () => {
    // @ts-expect-error a typo must not register a handler that is never called
    expect(() => receiver().on("INDEXD", () => {})).toThrow(
      /expected one of MOVED, INDEXED, FULL_TEXT_INDEXED, .* got "INDEXD"/,
    );
    // @ts-expect-error
    expect(() => receiver().on(undefined, () => {})).toThrow(/got undefined/);
  });
});

describe("a receiver", () => {
  it.each([
    [{}, /secret: expected a string, got undefined/],
    [
      { secret: undefined },
      /secret: expected a string, got undefined; is an environment variable not set\?/,
    ],
    [{ secret: null }, /secret: expected a string, got null/],
    [{ secret: "" }, /secret: expected a string, got an empty string/],
    [{ secret: [] }, /secret: expected a string/],
    [{ secret: ["a", ""] }, /secret: expected a string, got an empty string/],
    [{ secret: ["a", undefined] }, /secret: expected a string, got undefined/],
    [{ secret: "日本", legacyLatin1: true }, /latin-1/],
    [{ secret, legacyLatin1: undefined }, /"legacyLatin1" is undefined/],
    [{ secret, legacyLatin1: "yes" }, /expected true or false, got a string/],
    [{ secret, maxBody: -1 }, /maxBody: expected a number of bytes/],
    [{ secret, maxBody: Number.NaN }, /maxBody/],
    [{ secret, key: "x" }, /unknown option "key"/],
    [{ secret, idempotency: null }, /expected an object of options, got null/],
    [{ secret, idempotency: { sotre: {} } }, /unknown option "sotre"/],
    [{ secret, idempotency: { store: {} } }, /store\.claim: expected a function/],
    [{ secret, idempotency: { ttl: 0 } }, /ttl: expected a number of seconds from 1/],
    [{ secret, idempotency: { wait: -1 } }, /wait/],
    [null, /expected an object of options, got null/],
  ])("is not built with %j", (options, message) => {
    // Built wrongly on purpose.
    expect(() => new PreservicaReceiver(options as never)).toThrow(message);
    expect(() => new PreservicaReceiver(options as never)).toThrow(
      expect.objectContaining({ code: "config_invalid" }),
    );
  });

  it("wants functions", () => {
    for (const wrong of [undefined, null, {}, "x"]) {
      expect(() => receiver().onEvent(wrong as never)).toThrow(/onEvent: handler/);
      expect(() => receiver().onDelivery(wrong as never)).toThrow(/onDelivery: handler/);
      expect(() => receiver().on("MOVED", wrong as never)).toThrow(/on\("MOVED"\): handler/);
      expect(() => receiver().onError(wrong as never)).toThrow(/onError/);
    }
  });

  it("shows its secret to nobody", () => {
    const to = receiver({ secret: "hunter2-hunter2" });
    for (const shown of [
      inspect(to, { depth: null, showHidden: true }),
      JSON.stringify(to),
      String(to),
    ]) {
      expect(shown).not.toContain("hunter2");
    }
  });
});

import { inspect } from "node:util";
import { afterEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { z } from "zod";
import {
  type Action,
  conversationSession,
  defineEvent,
  events,
  HttpError,
  type Json,
  type Middleware,
  type StepReachedResponse,
  sendTextAction,
  stepId,
  stepReachedResponse,
  Webhook,
  type WebhookError,
  type WebhookNotification,
} from "../index.ts";
import { signedRequest, simulate, stepReachedNotification } from "../testing/index.ts";

const STEP = events.CONVERSATION_STEP_REACHED;
const text = (words: string) => sendTextAction({ alternatives: [words] });
const says = (words: string) => () => stepReachedResponse({ actions: [text(words)] });
const said = (answer: StepReachedResponse | undefined) =>
  answer?.actions.map((action) =>
    action.type === "send_text_action" ? action.alternatives[0] : action.type,
  );

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("routing", () => {
  it("gives the body to the first route that takes it, in the order of registration", async () => {
    const webhook = new Webhook()
      .on(STEP, says("first"), { filters: stepId("aaa") })
      .on(STEP, says("second"), { filters: [stepId(["aaa", "bbb"])] })
      .on(STEP, says("third"));
    const of = async (id: string) =>
      said(
        (await simulate(webhook, { notification: stepReachedNotification({ step: { id } }) }))
          .answer,
      );
    expect([await of("aaa"), await of("bbb"), await of("ccc")]).toEqual([
      ["first"],
      ["second"],
      ["third"],
    ]);
  });

  it("gives a filter the body and the request", async () => {
    const webhook = new Webhook().on(STEP, says("staging"), {
      filters: (_json, request) => request.headers.get("X-Stage") === "staging",
    });
    expect((await simulate(webhook, { headers: { "x-stage": "staging" } })).status).toBe(200);
    expect((await simulate(webhook)).status).toBe(404);
  });
});

describe("a filter that is asynchronous by mistake", () => {
  it("is a failure, and no filter that lets everything in", async () => {
    const heard: unknown[] = [];
    const webhook = new Webhook().onError((error) => heard.push(error.message));
    webhook.on(STEP, says("in"), { filters: (async () => false) as never });
    expect((await simulate(webhook)).status).toBe(500);
    expect(heard.join()).toContain("a filter is synchronous");
  });
});

describe("what a handler may do", () => {
  it("returns nothing: no actions, and the session as it now stands", async () => {
    const webhook = new Webhook().on(STEP, ({ notification }) => {
      notification.event.session.values.seen = true;
    });
    const { body } = await simulate(webhook, {
      notification: stepReachedNotification({ session: { name: "tintin" } }),
    });
    expect(JSON.parse(body)).toEqual({
      actions: [],
      session: { values: { name: "tintin", seen: true } },
    });
  });

  it("returns its answer at once or later, or what can be awaited like a promise", async () => {
    const answer = says("hello")();
    // biome-ignore lint/suspicious/noThenProperty: an object that can be awaited, such as a query
    const query = { then: (resolve: (value: unknown) => void) => resolve(answer) };
    for (const returned of [
      answer,
      Promise.resolve(answer),
      query,
      Object.assign(() => {}, query),
    ]) {
      const webhook = new Webhook().on(STEP, () => returned as typeof answer);
      expect(said((await simulate(webhook)).answer)).toEqual(["hello"]);
    }
    const codes: string[] = [];
    const fails = () => {
      throw new Error("no database");
    };
    for (const handler of [fails, async () => fails()]) {
      const webhook = new Webhook().onError(({ code }) => codes.push(code));
      webhook.on(STEP, handler as () => never);
      expect((await simulate(webhook)).status).toBe(500);
    }
    expect(codes).toEqual(["handler_failed", "handler_failed"]);
  });

  it("sets a status and headers", async () => {
    const webhook = new Webhook().on(STEP, ({ response }) => {
      response.status = 202;
      response.headers["X-Bot"] = "4321";
    });
    const { status, headers } = await simulate(webhook);
    expect([status, headers["x-bot"], headers["content-type"]]).toEqual([
      202,
      "4321",
      "application/json",
    ]);
  });

  it("may not set what cannot be sent", async () => {
    for (const settings of [
      { status: 99 },
      { status: "200" },
      { headers: { "x-a": "one\r\nset-cookie: two" } },
      { headers: { "bad name": "x" } },
    ]) {
      const webhook = new Webhook()
        .onError(() => {})
        .on(STEP, ({ response }) => {
          Object.assign(response, settings);
        });
      expect((await simulate(webhook)).problem?.code).toBe("response_invalid");
    }
  });

  it("goes on after the answer with waitUntil; a rejection is heard by onError", async () => {
    const heard: unknown[] = [];
    const failure = new Error("mail server is down");
    const webhook = new Webhook()
      .onError((error) => heard.push(error.cause))
      .on(STEP, ({ waitUntil }) => waitUntil(Promise.reject(failure)));
    expect((await simulate(webhook)).status).toBe(200);
    expect(heard).toEqual([failure]);
    // A host that cannot wait must not see an unhandled rejection either.
    expect((await webhook.handle(signedRequest())).status).toBe(200);
  });

  it("sees the client go by its signal", async () => {
    const gone = new AbortController();
    const seen: boolean[] = [];
    const webhook = new Webhook().on(STEP, ({ signal }) => {
      seen.push(signal.aborted);
      gone.abort();
      seen.push(signal.aborted);
    });
    await webhook.handle(signedRequest(), { signal: gone.signal });
    expect(seen).toEqual([false, true]);
  });
});

describe("the check of the answer", () => {
  const tooLong = "x".repeat(1001);
  const received = { type: "send_text_action", alternatives: [tooLong] } as const;

  it("passes by what came in, by identity, whatever its limits", async () => {
    const webhook = new Webhook().on(STEP, ({ notification: { event } }) =>
      stepReachedResponse({
        actions: [text("Hello"), ...event.step.actions],
        session: event.session,
        interlocutor: event.interlocutor,
      }),
    );
    const { status, body } = await simulate(webhook, {
      notification: stepReachedNotification({
        step: { actions: [{ ...received, alternatives: [tooLong] }] },
        interlocutor: { firstName: "n".repeat(3000) },
      }),
    });
    expect(status).toBe(200);
    expect(JSON.parse(body).actions[1].alternatives).toEqual([tooLong]);
  });

  it("checks a copy of what came in, and says where it stands", async () => {
    const messages: string[] = [];
    const webhook = new Webhook()
      .onError((error) => messages.push(error.message))
      .on(STEP, ({ notification: { event } }) =>
        stepReachedResponse({
          actions: [...event.step.actions, structuredClone(event.step.actions[0]) as Action],
        }),
      );
    const notification = stepReachedNotification({
      step: { actions: [{ ...received, alternatives: [tooLong] }] },
    });
    expect((await simulate(webhook, { notification })).status).toBe(500);
    expect(messages.join()).toContain(
      "actions/1/alternatives/0: at most 1000 characters, got 1001",
    );
  });

  it("checks what a handler adds to the very list it was given", async () => {
    const webhook = new Webhook()
      .onError(() => {})
      .on(STEP, ({ notification: { event } }) => {
        event.step.actions.push(text(tooLong));
        return stepReachedResponse({ actions: event.step.actions });
      });
    expect((await simulate(webhook)).problem?.code).toBe("response_invalid");
  });

  it("passes by unknowns, at any depth", async () => {
    const future = { type: "send_hologram_action", lumens: 9000 };
    const webhook = new Webhook().on(STEP, () =>
      stepReachedResponse({
        actions: [
          { type: "unknown", wire: future },
          {
            type: "send_quick_replies_action",
            message: "Which?",
            buttons: [
              { type: "quick_reply", title: "One", action: { type: "unknown", wire: future } },
            ],
          },
        ],
      }),
    );
    const { status, body } = await simulate(webhook);
    expect(status).toBe(200);
    expect(JSON.parse(body).actions[1].buttons[0].action).toEqual(future);
  });

  it("refuses what is not an answer at all", async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const answers: unknown[] = [
      "hello",
      42,
      {},
      { actions: null },
      { actions: [null] },
      { actions: [{ type: "no_such_action" }] },
      { actions: [], session: { values: 1 } },
      { actions: [], session: { values: circle } },
      { actions: [], session: { values: { n: 1n } } },
    ];
    for (const answer of answers) {
      const webhook = new Webhook().onError(() => {}).on(STEP, () => answer as never);
      expect((await simulate(webhook)).problem?.code, inspect(answer)).toBe("response_invalid");
    }
  });

  it("checks a session of the handler's own", async () => {
    const webhook = new Webhook().on(STEP, () =>
      stepReachedResponse({ actions: [], session: conversationSession({ values: { a: 1 } }) }),
    );
    expect(JSON.parse((await simulate(webhook)).body).session).toEqual({ values: { a: 1 } });
  });
});

describe("regressions of the check of the answer", () => {
  const quiet = () => new Webhook().onError(() => {});

  it("a list of 100,000 unknown actions behind a new one took tens of seconds", async () => {
    const webhook = quiet().on(STEP, ({ notification: { event } }) =>
      stepReachedResponse({ actions: [text("Hello"), ...event.step.actions] }),
    );
    const notification = stepReachedNotification();
    Object.assign((notification.data as { step: object }).step, {
      actions: Array(100_000).fill(0),
    });
    const { status, body } = await simulate(webhook, { notification });
    expect([status, JSON.parse(body).actions.length]).toEqual([200, 100_001]);
  });

  it("undefined at the end of the list was sent as null", async () => {
    for (const actions of [[undefined], [text("a"), undefined], new Array(2)]) {
      const webhook = quiet().on(STEP, () => stepReachedResponse({ actions: actions as Action[] }));
      expect((await simulate(webhook)).problem?.code).toBe("response_invalid");
    }
  });

  it("a circle in a broken answer hung the process", async () => {
    interface Line {
      order?: Order;
    }
    interface Order {
      lines: Line[];
    }
    const order: Order = { lines: [{}, {}, {}, {}] };
    for (const line of order.lines) line.order = order;
    const webhook = quiet().on(STEP, () =>
      stepReachedResponse({
        actions: [sendTextAction({ alternatives: [] })],
        session: { values: { order } },
      }),
    );
    expect((await simulate(webhook)).problem?.code).toBe("response_invalid");
  });

  it("a copy of an interlocutor that the platform sent in part was refused", async () => {
    const webhook = quiet().on(STEP, ({ notification: { event } }) =>
      stepReachedResponse({
        actions: [],
        interlocutor: { ...event.interlocutor, firstName: "Ada" },
      }),
    );
    const minimal = {
      botID: "4321",
      timestamp: 1514998709,
      topic: STEP,
      data: {
        type: "step_reached_event",
        channel: "facebook",
        interlocutor: { id: "123", location: { lat: 1.0, long: 2.4 } },
        session: { values: { name: "tintin" } },
        step: {
          id: "1234",
          name: "A step",
          userData: "{}",
          actions: [{ type: "pause_bot_action" }],
        },
      },
    };
    const { status, body } = await simulate(webhook, { notification: minimal });
    expect([status, JSON.parse(body).interlocutor.firstName]).toEqual([200, "Ada"]);
  });

  it("an interlocutor of the handler's own is still checked", async () => {
    const webhook = quiet().on(STEP, () =>
      stepReachedResponse({ actions: [], interlocutor: { id: "1", firstName: 7 } as never }),
    );
    expect((await simulate(webhook)).problem?.code).toBe("response_invalid");
  });
});

describe("regressions of errors", () => {
  it("a body with very many faults made an answer many times its size", async () => {
    const { z } = await import("zod");
    const prices = z.object({ prices: z.record(z.string(), z.string()) });
    const webhook = new Webhook().on(defineEvent("prices.changed", prices), () => {});
    const wrong = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, index) => [index === 0 ? "k".repeat(100_000) : index, 1]),
    );
    const notification = { topic: "prices.changed", prices: wrong };
    const { status, body } = await simulate(webhook, { notification });
    expect(status).toBe(422);
    expect(body.length).toBeLessThan(50_000);
  });

  it("issues that are none made handle reject", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const webhook = new Webhook().on(STEP, () => {
      throw new HttpError(400, "x", { issues: [{}] as never });
    });
    expect((await simulate(webhook)).problem?.code).toBe("handler_failed");
  });

  it("headers of an HttpError could not be sent, or stood twice", async () => {
    const webhook = new Webhook()
      .onError(() => {})
      .on(STEP, () => {
        throw new HttpError(429, "Later", {
          headers: { "Content-Type": "text/plain", "Retry-After": "5" },
        });
      });
    const { headers } = await simulate(webhook);
    expect(headers).toEqual({ "content-type": "application/problem+json", "retry-after": "5" });
    expect(() => new HttpError(400, "x", { headers: { x: "a\nb" } })).toThrow("header");
  });

  it("stopping because the signal was aborted was reported as a failure", async () => {
    const { setTimeout: sleep } = await import("node:timers/promises");
    const heard: string[] = [];
    const webhook = new Webhook({ deadline: 30 }).onError((error) => heard.push(error.code));
    webhook.on(STEP, ({ signal }) => sleep(10_000, undefined, { signal }));
    expect((await simulate(webhook)).status).toBe(504);
    const gone = new AbortController();
    const answered = webhook.handle(signedRequest(), { signal: gone.signal });
    setTimeout(() => gone.abort(), 5);
    expect((await answered).status).toBe(499);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toEqual(["handler_timeout"]);
  });

  it("a simulated answer of another event's with actions was rejected", async () => {
    const schema = {
      "~standard": {
        version: 1 as const,
        vendor: "test",
        validate: (value: unknown) => ({ value }),
      },
    };
    const webhook = new Webhook().on(defineEvent("x.y", schema), () => ({ actions: 3 }));
    const { answer, body } = await simulate(webhook, { notification: { topic: "x.y" } });
    expect([answer, body]).toEqual([undefined, '{"actions":3}']);
  });
});

describe("middleware", () => {
  it("wraps handlers, the first one outermost, those registered before included", async () => {
    const steps: string[] = [];
    const layer = (name: string) => async (_context: unknown, next: () => Promise<unknown>) => {
      steps.push(`${name} in`);
      await next();
      steps.push(`${name} out`);
    };
    const webhook = new Webhook().use(layer("outer"));
    webhook.on(STEP, () => void steps.push("handler")).use(layer("inner"));
    await simulate(webhook);
    expect(steps).toEqual(["outer in", "inner in", "handler", "inner out", "outer out"]);
  });

  it("passes on the handler's answer, or gives its own", async () => {
    const passing = new Webhook().use((_context, next) => void next()).on(STEP, says("handler"));
    expect(said((await simulate(passing)).answer)).toEqual(["handler"]);
    const instead = new Webhook().use(says("middleware")).on(STEP, says("handler"));
    expect(said((await simulate(instead)).answer)).toEqual(["middleware"]);
  });

  it("counts as a handler when it throws", async () => {
    const webhook = new Webhook().on(STEP, says("handler")).use(() => {
      throw new HttpError(402, "Pay first");
    });
    expect((await simulate(webhook)).problem).toMatchObject({ status: 402, detail: "Pay first" });
  });

  it("may call next() once", async () => {
    const webhook = new Webhook().onError(() => {}).on(STEP, says("handler"));
    webhook.use(async (_context, next) => {
      await next();
      return next();
    });
    expect((await simulate(webhook)).status).toBe(500);
  });

  it("that neither called next() nor returned left the bot silent with a 200", async () => {
    const webhook = new Webhook().onError(() => {}).on(STEP, says("handler"));
    webhook.use(function checkTenant() {});
    const { status, errors } = await simulate(webhook);
    expect([status, errors[0]?.message]).toEqual([
      500,
      "the middleware checkTenant neither called next() nor returned an answer, so the handler was not reached; `await next()`, or return an answer",
    ]);
  });

  it("20,000 of them overflowed the stack", async () => {
    const webhook = new Webhook().on(STEP, says("handler"));
    let layers = 0;
    const count: Middleware = (_context, next) => {
      layers++;
      return next();
    };
    for (let index = 0; index < 20_000; index++) webhook.use(count);
    expect([said((await simulate(webhook)).answer), layers]).toEqual([["handler"], 20_000]);
  });
});

describe("routes", () => {
  it("are told by the name they were given, else by their filters in words", async () => {
    const routes: unknown[] = [];
    const webhook = new Webhook()
      .onResponse(({ topic, route }) => routes.push([topic, route]))
      .on(STEP, says("a"), { name: "greeting", filters: stepId("a") })
      .on(STEP, says("b"), { filters: [stepId("b"), (json) => typeof json === "object"] })
      .on(STEP, says("c"), { filters: (_json, request) => request.headers.get("x-c") !== null })
      .on(STEP, says("d"));
    for (const id of ["a", "b", "d"]) {
      await simulate(webhook, { notification: stepReachedNotification({ step: { id } }) });
    }
    await simulate(webhook, { headers: { "x-c": "1" } });
    await simulate(webhook, { notification: { topic: "conversation.ended" } });
    await simulate(webhook, { notification: {} });
    expect(routes).toEqual([
      [STEP, "greeting"],
      [STEP, "stepId(b) and a filter"],
      [STEP, "any"],
      [STEP, "a filter"],
      ["conversation.ended", undefined],
      [undefined, undefined],
    ]);
  });

  it("a 404 did not name the topic that came", async () => {
    const webhook = new Webhook().on(STEP, says("a"));
    const detail = async (notification: unknown) =>
      (await simulate(webhook, { notification })).problem?.detail;
    const expected = "expected a topic with a route (conversation.step_reached)";
    expect(await detail({ topic: "conversation.ended" })).toBe(
      `${expected}, got "conversation.ended"`,
    );
    expect(await detail({ topic: 7 })).toBe(`${expected}, got a number`);
    expect(await detail({})).toBe(`${expected}, got a body without a topic`);
    expect(await detail({ topic: `x\n${"y".repeat(1000)}` })).toHaveLength(expected.length + 109);
  });
});

describe("silent answers that were wrong", () => {
  const answering = async (answer: unknown) => {
    const { status, errors } = await simulate(
      new Webhook().onError(() => {}).on(STEP, () => answer as never),
    );
    return `${status} ${errors[0]?.message}`;
  };
  const invalid = (issue: string) => `500 the handler's answer is not valid: ${issue}`;
  const promise = "expected a value, got a promise; is an `await` missing?";

  it("a forgotten await among session values, in the session or the actions, answered 200", async () => {
    const late = Promise.resolve(text("Hello"));
    expect(await answering({ actions: [], session: { values: { user: late } } })).toBe(
      invalid(`session/values/user: ${promise}`),
    );
    expect(await answering({ actions: [], session: late })).toBe(invalid(`session: ${promise}`));
    expect(await answering({ actions: [text("a"), late] })).toBe(invalid(`actions/1: ${promise}`));
    expect(await answering({ actions: late })).toBe(invalid(`actions: ${promise}`));
  });

  it("a forgotten await in the very session that came in answered 200", async () => {
    const webhook = new Webhook()
      .onError(() => {})
      .on(STEP, ({ notification: { event } }) => {
        Object.assign(event.session.values, { user: Promise.reject(new Error("no database")) });
        return stepReachedResponse({ actions: [], session: event.session });
      });
    expect((await simulate(webhook)).errors[0]?.message).toBe(
      invalid(`session/values/user: ${promise}`).slice(4),
    );
  });

  it("NaN left as null, a bigint was not named", async () => {
    expect(await answering({ actions: [], session: { values: { ratio: 0 / 0 } } })).toBe(
      invalid("session/values/ratio: expected a finite number, got NaN"),
    );
    expect(await answering({ actions: [], session: { values: { n: [1n] } } })).toBe(
      invalid(
        "session/values/n/0: expected a value that JSON can hold, got a bigint; use Number() or String()",
      ),
    );
    const own = defineEvent("x.y", z.object({ topic: z.string() }));
    const webhook = new Webhook().onError(() => {}).on(own, () => ({ a: { b: 1 / 0 } }));
    expect((await simulate(webhook, { notification: { topic: "x.y" } })).errors[0]?.message).toBe(
      invalid("a/b: expected a finite number, got Infinity").slice(4),
    );
  });

  it("what came in travels back, numbers and depth as they are", async () => {
    const webhook = new Webhook().on(STEP, ({ notification: { event } }) =>
      stepReachedResponse({ actions: event.step.actions, session: event.session }),
    );
    let deep: Json = 1e308;
    for (let level = 0; level < 1_990; level++) deep = [deep];
    const notification = stepReachedNotification({ session: { deep } });
    expect((await simulate(webhook, { notification })).status).toBe(200);
  });

  it("an answer without a session lost what the handler had changed", async () => {
    const webhook = new Webhook().on(STEP, ({ notification }) => {
      notification.event.session.values.seen = true;
      return stepReachedResponse({ actions: [] });
    });
    const { body } = await simulate(webhook, {
      notification: stepReachedNotification({ session: { name: "tintin" } }),
    });
    expect(JSON.parse(body).session).toEqual({ values: { name: "tintin", seen: true } });
    const emptied = new Webhook().on(STEP, () =>
      stepReachedResponse({ actions: [], session: null }),
    );
    expect(JSON.parse((await simulate(emptied)).body).session).toBeNull();
  });

  it("the wrong kind of action or answer was not told from what was meant", async () => {
    expect(await answering({ actions: [text("a"), { type: "go_to_action", stepId: "x" }] })).toBe(
      invalid(
        "actions/1/type: a goToAction belongs to a button or a quick reply; use jumpToAction to go to a step",
      ),
    );
    expect(await answering({ actions: [{}] })).toBe(
      invalid(
        "actions/0/type: expected an action made by a builder such as sendTextAction(), got an object without a type",
      ),
    );
    const expected = "(whole): expected stepReachedResponse({ actions: [...] }), got";
    expect(await answering("Hello")).toBe(invalid(`${expected} a string`));
    expect(await answering(text("a"))).toBe(
      invalid(`${expected} a single send_text_action; put it into the list`),
    );
  });
});

describe("bodies that never reach the parser", () => {
  it("a text in place of bytes passed by the limit, or was told as too large", async () => {
    const webhook = new Webhook().onError(() => {}).on(STEP, says("a"));
    for (const body of ["{}", "x".repeat(2_000_000), undefined, {}, new ArrayBuffer(2)]) {
      const { problem } = await simulate(webhook, {
        request: { ...signedRequest(), body: body as never },
      });
      expect(problem).toMatchObject({ status: 500, code: "raw_body_unavailable" });
      expect(problem?.detail).toContain("expected request.body as a Uint8Array, got ");
    }
  });

  it("a compressed body was refused as no JSON", async () => {
    const webhook = new Webhook({ privateKey: "k" }).on(STEP, says("a"));
    const of = async (encoding: string, privateKey = "k") =>
      (await simulate(webhook, { privateKey, headers: { "content-encoding": encoding } })).problem;
    expect(await of("gzip")).toMatchObject({
      status: 415,
      code: "encoding_unsupported",
      detail: "expected a body without content-encoding, got gzip; send the JSON as it is",
    });
    expect((await of("identity, br"))?.code).toBe("encoding_unsupported");
    expect((await of("gzip", "guess"))?.code).toBe("signature_invalid");
    expect([await of("identity"), await of("Identity , identity")]).toEqual([undefined, undefined]);
  });
});

describe("simulate", () => {
  it("gives what onError is called with, work after the answer included", async () => {
    const webhook = new Webhook()
      .onError(() => {})
      .on(STEP, ({ waitUntil }) => {
        waitUntil(Promise.reject(new Error("mail server is down")));
        throw new Error("no database");
      });
    const { errors } = await simulate(webhook);
    expect(errors.map(({ message }) => message).sort()).toEqual([
      "mail server is down",
      "no database",
    ]);
    expect((await simulate(new Webhook())).errors).toEqual([]);
  });
});

describe("errors", () => {
  it("hide what went wrong from the client, and tell every listener", async () => {
    const heard: WebhookError[] = [];
    const listener = (error: HttpError) => heard.push(error as WebhookError);
    const webhook = new Webhook().onError(listener).onError(async (error) => listener(error));
    webhook.on(STEP, () => {
      throw new Error("the password is hunter2");
    });
    const { body, status } = await simulate(webhook);
    expect(status).toBe(500);
    expect(JSON.parse(body)).toEqual({
      type: "about:blank",
      title: "The handler failed",
      status: 500,
      code: "handler_failed",
    });
    expect(heard.map(({ code }) => code)).toEqual(["handler_failed", "handler_failed"]);
  });

  it("reach the console when nobody listens", async () => {
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    const failure = new Error("no database");
    const webhook = new Webhook().on(STEP, () => Promise.reject(failure));
    await simulate(webhook);
    expect(written).toHaveBeenCalledExactlyOnceWith(
      "[webhook] handler_failed: no database",
      failure,
    );
  });

  it("survive listeners that fail, and things thrown that are not errors", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const webhook = new Webhook()
      .onError(() => {
        throw new Error("listener");
      })
      .onError(() => Promise.reject(new Error("async listener")))
      .on(STEP, () => Promise.reject(undefined));
    expect((await simulate(webhook)).status).toBe(500);
  });

  it("are not reported when the client is to blame", async () => {
    const webhook = new Webhook().onError(() => expect.unreachable());
    expect((await simulate(webhook, { body: "nope" })).status).toBe(400);
  });
});

describe("the deadline", () => {
  it("refuses with 504; what fails later is still heard", async () => {
    vi.useFakeTimers();
    const heard: string[] = [];
    const webhook = new Webhook({ deadline: 100 }).onError((error) => heard.push(error.code));
    webhook.on(STEP, async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      throw new Error("too late");
    });
    const answer = simulate(webhook);
    await vi.advanceTimersByTimeAsync(100);
    expect((await answer).problem?.code).toBe("handler_timeout");
    expect(heard).toEqual(["handler_timeout"]);
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toEqual(["handler_timeout", "handler_failed"]);
  });

  it("says nothing twice of a handler that stops when it is told to", async () => {
    vi.useFakeTimers();
    const heard: string[] = [];
    const webhook = new Webhook({ deadline: 100 }).onError((error) => heard.push(error.code));
    webhook.on(
      STEP,
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    );
    const answer = simulate(webhook);
    await vi.advanceTimersByTimeAsync(1000);
    expect((await answer).status).toBe(504);
    expect(heard).toEqual(["handler_timeout"]);
  });

  it("leaves no timer behind a handler in time", async () => {
    vi.useFakeTimers();
    const webhook = new Webhook({ deadline: 100 }).on(STEP, says("quick"));
    expect((await simulate(webhook)).status).toBe(200);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("secrets", () => {
  it("are not seen when a webhook is logged", () => {
    const webhook = new Webhook({
      privateKey: "hunter2",
      auth: { username: "bot", password: "hunter3" },
    });
    expect(inspect(webhook, { depth: 9, showHidden: true })).not.toMatch(/hunter/);
    expect(JSON.stringify(webhook)).not.toMatch(/hunter/);
  });

  it("rotate: each of several keys verifies", async () => {
    const webhook = new Webhook({ privateKey: ["new", "old"] }).on(STEP, () => {});
    const statuses = ["new", "old", "older"].map(
      async (privateKey) => (await simulate(webhook, { privateKey })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 401]);
  });

  it("may be checked by a function", async () => {
    const auth = async ({ username }: { username: string }) => username === "bot";
    const webhook = new Webhook({ auth }).on(STEP, () => {});
    const as = async (username: string) =>
      (await simulate(webhook, { auth: { username, password: "any" } })).status;
    expect([await as("bot"), await as("tob")]).toEqual([200, 401]);
  });
});

describe("types", () => {
  it("follow from the topic", () => {
    const webhook = new Webhook();
    webhook.on(STEP, ({ notification }) => {
      expectTypeOf(notification).toEqualTypeOf<WebhookNotification>();
    });
    // @ts-expect-error an unknown topic is a type error
    expect(() => webhook.on("conversation.ended", () => {})).toThrow();
    // @ts-expect-error a handler answers with a response
    webhook.on(STEP, () => "hello");
  });

  it("follow from a custom event", async () => {
    const { z } = await import("zod");
    const paid = defineEvent("order.paid", z.object({ total: z.string().transform(Number) }), {
      answer: z.object({ thanks: z.string() }),
    });
    const webhook = new Webhook();
    webhook.on(paid, ({ notification }) => {
      expectTypeOf(notification).toEqualTypeOf<{ total: number }>();
      return { thanks: `for the ${notification.total + 1}` };
    });
    // @ts-expect-error the answer has a schema
    webhook.on(paid, () => ({ thanks: 1 }));
    const sent = { topic: "order.paid", total: "12" };
    expect((await simulate(webhook, { notification: sent })).body).toBe('{"thanks":"for the 13"}');
  });

  it("of an event are checked when it is made", () => {
    const make = defineEvent as unknown as (...args: unknown[]) => void;
    expect(() => make("x.y", undefined)).toThrow("expected a Standard Schema");
    expect(() => make("", {})).toThrow("expected a topic");
    expect(() => make(STEP, {})).toThrow("the platform's own topic");
    expect(() => make("x.y", {})).toThrow("expected a Standard Schema");
    expect(() => make("x.y", null)).toThrow("expected a Standard Schema");
  });
});

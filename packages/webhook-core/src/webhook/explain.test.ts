import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  all,
  any,
  channel,
  defineEvent,
  type Filter,
  jsonKeyEquals,
  jsonKeyExists,
  jsonKeyIn,
  not,
  stepId,
  userInput,
  Webhook,
  WebhookConfigError,
} from "../index.ts";
import { signedRequest, stepReachedNotification } from "../testing/index.ts";

const STEP = "conversation.step_reached";
const nothing = () => {};
const body = (id = "s") => stepReachedNotification({ step: { id }, channel: "sms" });

/** What the one filter of a route says about a body. */
function textOf(filter: Filter, json: Record<string, unknown> = body()): string | undefined {
  const { routes } = new Webhook().on(STEP, nothing, { filters: filter }).explain(json);
  return routes[0]?.explanations[0]?.text;
}

describe("webhook.explain", () => {
  it("says which route handles a body, and why each of the others does not", () => {
    const webhook = new Webhook()
      .on(defineEvent("order.paid"), nothing)
      .on(STEP, nothing, { name: "welcome", filters: stepId("w") })
      .on(STEP, nothing, { name: "text", filters: [channel("sms"), stepId(["s", "t"])] })
      .on(STEP, nothing);
    const { topic, route, routes, refusal, text } = webhook.explain(body());
    expect([topic, route?.name, refusal]).toEqual([STEP, "text", null]);
    expect(routes.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ["other_topic", 'its topic is "order.paid"'],
      ["filters", 'stepId(w) does not pass: data.step.id is "s", not "w"'],
      [
        "takes",
        'channel(sms) passes: data.channel is "sms"; stepId(s, t) passes: data.step.id is "s"',
      ],
      ["later", "it fits too, but route 3 comes first"],
    ]);
    expect(text.split("\n")).toEqual([
      "Route 3, text, handles conversation.step_reached.",
      '  1. any: no, its topic is "order.paid"',
      '  2. welcome: no, stepId(w) does not pass: data.step.id is "s", not "w"',
      '  3. text: yes, channel(sms) passes: data.channel is "sms"; stepId(s, t) passes: data.step.id is "s"',
      "  4. any: no, it fits too, but route 3 comes first",
    ]);
  });

  it("shows values as data too", () => {
    const webhook = new Webhook().on(STEP, nothing, {
      filters: [jsonKeyEquals("data.session.values.lang", "fr"), stepId("s")],
    });
    expect(webhook.explain(body()).routes[0]?.explanations).toMatchObject([
      { passes: false, saw: [{ path: "data.session.values.lang", expected: ["fr"] }] },
      { filter: "stepId(s)", passes: null, saw: [], text: "stepId(s) was not asked" },
    ]);
  });

  it("names the refusal where no route handles the body", () => {
    const webhook = new Webhook().on(STEP, nothing, { filters: stepId("w") });
    expect(webhook.explain(body()).refusal).toMatchObject({ status: 404, code: "no_route" });
    expect(webhook.explain({ topic: "x" }).text).toContain("404 no_route, expected a topic");
    const incomplete = webhook.explain({ topic: STEP });
    expect(incomplete.refusal).toMatchObject({ status: 422, code: "payload_invalid" });
    expect(incomplete.routes[0]?.verdict).toBe("not_asked");
    expect(webhook.explain({}).topic).toBeNull();
  });

  it("says that a filter threw, and that no later route is reached", () => {
    const webhook = new Webhook()
      .on(STEP, nothing, {
        filters: function onMonday() {
          throw new Error("no calendar");
        },
      })
      .on(STEP, nothing);
    const { route, routes, refusal } = webhook.explain(body());
    expect(route).toBeNull();
    expect(refusal).toMatchObject({ status: 500, code: "handler_failed" });
    expect(refusal?.message).toMatch(/^onMonday threw: no calendar; /);
    expect(routes.map(({ reason }) => reason)).toEqual([
      "onMonday threw: no calendar",
      "it fits too, but route 1 comes first",
    ]);
  });

  it.each<[string, Filter, string]>([
    ["a text of several", channel(["web", "fb"]), 'data.channel is "sms", not one of "web", "fb"'],
    ["a typed text", userInput("Hi"), 'data.input.text is "Hello", not "Hi"'],
    [
      "a type of input",
      userInput({ type: "custom_event", name: "left" }),
      'data.input.type is "message", not "custom_event"; there is no data.input.name, expected "left"',
    ],
    ["a key", jsonKeyExists("data.session.values.lang"), "there is no data.session.values.lang"],
    [
      "a value of several",
      jsonKeyIn("data.channel", [1, null, { a: 1 }]),
      'data.channel is "sms", not one of 1, null, {"a":1}',
    ],
    [
      "an expression",
      jsonKeyEquals("length(data.step.actions)", 2),
      "length(data.step.actions) is 0, not 2",
    ],
    [
      "all",
      all(channel("sms"), stepId("w"), channel("sms")),
      'stepId(w) does not pass: data.step.id is "s", not "w"',
    ],
    [
      "any",
      any(stepId("w"), channel("fb")),
      'channel(fb) does not pass: data.channel is "sms", not "fb"',
    ],
    ["not", not(stepId("s")), 'stepId(s) passes: data.step.id is "s"'],
  ])("says what a filter saw: %s", (_what, filter, said) => {
    expect(textOf(filter)).toContain(" does not pass: ");
    expect(textOf(filter)).toContain(said);
  });

  it("says of a custom filter only what it answers", () => {
    expect(textOf(() => false)).toBe("a filter does not pass");
    expect(
      textOf(function fromStaging() {
        return true;
      }),
    ).toBe("fromStaging passes");
  });

  it("keeps long values and long lists short", () => {
    const many = jsonKeyIn(
      "data.channel",
      Array.from({ length: 1_000 }, (_, at) => `c${at}`),
    );
    expect(textOf(many)).toBe(
      'jsonKeyIn(data.channel) does not pass: data.channel is "sms", not one of "c0", "c1", "c2", "c3", "c4", and 995 more',
    );
    expect(textOf(stepId("w"), body("x".repeat(10_000)))?.length).toBeLessThan(250);
  });

  it("hands the request to filters that look at it", () => {
    const webhook = new Webhook().on(STEP, nothing, {
      filters: (_json, request) => request.headers.get("x-stage") === "staging",
    });
    const request = signedRequest({ headers: { "x-stage": "staging" } });
    expect(webhook.explain(body()).route).toBeNull();
    expect(webhook.explain(body(), request).route?.position).toBe(1);
  });

  it("never says otherwise than what is answered", async () => {
    const filter = fc.constantFrom<Filter>(
      stepId("s"),
      stepId("w"),
      channel("sms"),
      not(channel("sms")),
      any(stepId("w"), jsonKeyExists("data.input")),
      () => {
        throw new Error("asked");
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(filter, { maxLength: 3 }), { maxLength: 6 }),
        async (lists) => {
          const webhook = new Webhook().onError(nothing);
          let answered: string | undefined;
          webhook.onResponse(({ route, code }) => {
            answered = code ?? route;
          });
          for (const [at, filters] of lists.entries()) {
            webhook.on(STEP, nothing, { name: String(at), filters });
          }
          const { route, refusal } = webhook.explain(body());
          await webhook.handle(signedRequest({ notification: body() }));
          expect(route?.name ?? refusal?.code).toBe(answered);
        },
      ),
    );
  });

  it.each([[null], ["text"], [[]]])("refuses a body that is not an object: %j", (json) => {
    expect(() => new Webhook().explain(json)).toThrow(WebhookConfigError);
  });
});

describe("webhook.routes and webhook.middleware", () => {
  it("list both in the order in which they are tried", () => {
    const webhook = new Webhook()
      .use(async function log(_context, next) {
        await next();
      })
      .use((_context, next) => next())
      .on(STEP, nothing, { filters: [stepId("w"), () => true], fallback: () => undefined })
      .on(defineEvent("order.paid"), nothing, { name: "paid" });
    expect(webhook.middleware).toEqual(["log", "a middleware"]);
    expect(webhook.routes).toEqual([
      {
        position: 1,
        topic: STEP,
        name: "stepId(w) and a filter",
        filters: ["stepId(w)", "a filter"],
        hasFallback: true,
        middleware: [],
      },
      {
        position: 2,
        topic: "order.paid",
        name: "paid",
        filters: [],
        hasFallback: false,
        middleware: [],
      },
    ]);
  });
});

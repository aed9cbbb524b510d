import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Filter } from "../filters/index.ts";
import * as filters from "../filters/index.ts";
import { signedRequest } from "../testing/index.ts";
import { type Route, Router } from "./router.ts";

const { all, any, channel, not, stepId, userInput } = filters;
const jsonKeyEquals = filters.jsonKeyEquals<unknown>;
const jsonKeyExists = filters.jsonKeyExists<unknown>;
const jsonKeyIn = filters.jsonKeyIn<unknown>;
const request = signedRequest();

function route(name: string, ...list: Filter[]): Route {
  const codec = {
    expectsAnswer: false,
    isAwaited: false,
    decode: () => ({}),
    received: () => {},
    encode: () => ({}),
  };
  const handler = () => {};
  return { topic: "t", name, codec, filters: list, handler, fallback: undefined, middleware: [] };
}

/** The name of the route that is found, or what is thrown. */
function found(routes: readonly Route[], json: Record<string, unknown>): string {
  const router = new Router(null);
  for (const each of routes) router.add(each);
  try {
    const { route, failure } = router.find({ topic: "t", ...json }, request);
    return failure === undefined ? route.name : String(failure.cause);
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

/** Asks one route after the other. */
function naive(routes: readonly Route[], json: Record<string, unknown>): string {
  try {
    const body = { topic: "t", ...json };
    const takes = ({ filters }: Route) => filters.every((filter) => filter(body as never, request));
    return routes.find(takes)?.name ?? "no_route";
  } catch (error) {
    return String(error);
  }
}

describe("a router with an index", () => {
  const scalar = fc.constantFrom<unknown>(1, 1.0, 0, -0, 2, "1", "a", "", true, false, null);
  const object = fc.constantFrom<unknown>({}, [], [1], { a: 1 }, { a: null }, [null]);
  const value = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: object });
  const path = fc.constantFrom(
    "a",
    " a ",
    "a.b",
    "a . b",
    "c[0]",
    "c[-1]",
    '"a"',
    "a | b",
    "data.step.id",
  );
  const throwing: Filter = () => {
    throw new Error("asked");
  };
  const opaque = fc.constantFrom<Filter>(
    () => true,
    () => false,
    (json) => (json as { a?: unknown }).a === 1,
    jsonKeyExists("a"),
    jsonKeyEquals("length(c)", 1),
    not(jsonKeyEquals("a", 1)),
    any(jsonKeyEquals("a", 1), stepId("s")),
    throwing,
  );
  const equal = fc.oneof(
    fc.tuple(path, value).map(([at, wanted]) => jsonKeyEquals(at, wanted)),
    fc
      .tuple(path, fc.array(value, { minLength: 1, maxLength: 4 }))
      .map(([at, wanted]) => jsonKeyIn(at, wanted)),
    fc.constantFrom(stepId("s"), stepId(["s", "r", "s"]), channel("web"), userInput("a")),
    fc.tuple(path, value, opaque).map(([at, wanted, more]) => all(jsonKeyEquals(at, wanted), more)),
  );
  const list = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(equal) },
    { weight: 2, arbitrary: fc.tuple(equal, opaque) },
    { weight: 1, arbitrary: fc.tuple(opaque, equal) },
    { weight: 1, arbitrary: fc.tuple(opaque) },
    { weight: 1, arbitrary: fc.constant([] as Filter[]) },
  );
  const json = fc.record(
    {
      a: fc.oneof(value, fc.record({ b: value })),
      c: fc.oneof(value, fc.array(value, { maxLength: 2 })),
      data: fc.record({
        step: fc.record({ id: fc.constantFrom<unknown>("s", "r", "q", null, 1) }),
        channel: fc.constantFrom("web", "sms"),
        input: fc.constantFrom({ type: "message", text: "a" }, { type: "x", text: "a" }, null),
      }),
    },
    { requiredKeys: [] },
  );

  it("finds the very route that asking one after the other finds, throws included", () => {
    const all = fc.tuple(fc.array(list, { maxLength: 12 }), fc.array(json, { maxLength: 5 }));
    fc.assert(
      fc.property(all, ([lists, bodies]) => {
        const routes = lists.map((filters, at) => route(String(at), ...filters));
        for (const body of bodies) expect(found(routes, body)).toBe(naive(routes, body));
      }),
      { numRuns: 3000 },
    );
  });

  it("asks the first filter of no route that is looked up without a match", () => {
    const asked = vi.fn(() => true);
    const routes = Array.from({ length: 100 }, (_, at) => route(`${at}`, stepId(`s${at}`), asked));
    expect(found(routes, { data: { step: { id: "s42" } } })).toBe("42");
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("keeps the order of registration between routes of several paths and routes of none", () => {
    const step = route("step", stepId("s"));
    const web = route("web", channel("web"));
    const rest = route("rest");
    const body = { data: { step: { id: "s" }, channel: "web" } };
    expect(found([step, web, rest], body)).toBe("step");
    expect(found([web, step, rest], body)).toBe("web");
    expect(found([rest, web, step], body)).toBe("rest");
    expect(found([web, rest, step], { data: { step: { id: "s" } } })).toBe("rest");
  });

  it("looks up filters of another copy of the package", async () => {
    vi.resetModules();
    const copy: typeof filters = await import("../filters/index.ts");
    expect(copy.stepId).not.toBe(stepId);
    const asked = vi.fn(() => true);
    const routes = [
      route("other", copy.stepId("r"), asked),
      route("copy", copy.stepId("s"), asked),
      route("ours", stepId("s")),
    ];
    expect(found(routes, { data: { step: { id: "s" } } })).toBe("copy");
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("asks a filter whose description it cannot read", () => {
    const brand = Symbol.for("@clustaar/webhook-core/filter-equality");
    for (const strange of [1, {}, { path: "a", values: [1] }, { path: ["a"], values: [{}] }]) {
      const filter: Filter = () => true;
      Object.defineProperty(filter, brand, { value: strange });
      expect(found([route("strange", filter)], {})).toBe("strange");
    }
  });
});

describe("a body that no route takes", () => {
  const detailFor = (routes: readonly Route[], json: Record<string, unknown>) => {
    const router = new Router(null);
    for (const each of routes) router.add(each);
    try {
      return router.find(json, request).route.name;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const topics = (...names: string[]) => names.map((topic) => ({ ...route(topic), topic }));

  it.each([
    [
      topics("conversation.step_reached"),
      { topic: "conversation.step_reach" },
      'expected a topic with a route (conversation.step_reached), got "conversation.step_reach"; did you mean "conversation.step_reached"?',
    ],
    [
      topics("a.b"),
      { topic: "order.paid" },
      'expected a topic with a route (a.b), got "order.paid"',
    ],
    [topics("a.b"), {}, "expected a topic with a route (a.b), got a body without a topic"],
    [topics("a.b"), { topic: 5 }, "expected a topic with a route (a.b), got a number"],
    [[], { topic: "x" }, 'expected a topic with a route (none is registered), got "x"'],
    [
      [route("one", stepId("s"))],
      { topic: "t" },
      '"t" has one route, whose filters do not match this body',
    ],
    [
      [route("one", stepId("s")), route("two", stepId("r"))],
      { topic: "t" },
      '"t" has 2 routes, whose filters do not match this body',
    ],
  ])("is told what came, and what is nearest: %#", (routes, json, detail) => {
    expect(detailFor(routes, json)).toBe(detail);
  });

  it("is told in one short line, whatever came", () => {
    const long = detailFor(topics("a.b"), { topic: `${"x".repeat(1e6)}\n` });
    expect(long.length).toBeLessThan(300);
    expect(detailFor(topics("a.b"), { topic: "a\nb\u2028" })).not.toMatch(/[\n\u2028]/);
    const many = topics(...Array.from({ length: 500 }, (_, at) => `topic.${at}`));
    expect(detailFor(many, { topic: "x" }).length).toBeLessThan(300);
  });
});

import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { SchemaError, type StepReached, schemas, type WebhookNotification } from "./index.ts";
import { runs } from "./internal/runs.test-helpers.ts";

/** A request with everything in it. */
const complete = {
  topic: "conversation.step_reached",
  botID: "4321",
  timestamp: 1514998709,
  type: "notification_event",
  data: {
    type: "step_reached_event",
    channel: "facebook",
    interlocutor: {
      id: "123",
      userID: "42",
      externalID: "e",
      location: { lat: 1.5, long: 2.5 },
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Lovelace",
      phoneNumber: "1",
      customAttributes: { city: "London" },
      isLogged: true,
      usedToTest: false,
    },
    session: { values: { name: "tintin" } },
    step: { id: "1234", name: "A step", userData: "{}", actions: [{ type: "pause_bot_action" }] },
    input: { type: "message", text: "Hi", attachments: [] },
  },
};

type Path = readonly string[];
type Wire = Record<string, unknown>;

const absent = Symbol("absent");
const kinds = [null, true, 1, 1.5, "x", "", [], ["x"], {}, { a: 1 }, { type: "x" }, absent];

/** Every field of the envelope by its path: a step's actions and an input are carried as a whole. */
function paths(value: unknown, path: Path = []): Path[] {
  const isLeaf = ["actions", "input", "values", "customAttributes"].includes(path.at(-1) ?? "");
  if (isLeaf || typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  const inner = Object.entries(value).flatMap(([key, below]) => paths(below, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** A copy with another value at a path that exists; unchanged where something before it is not an object. */
function withValue(wire: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(wire);
  let parent = copy as Wire;
  for (const key of path.slice(0, -1)) {
    const next = parent[key];
    if (typeof next !== "object" || next === null || Array.isArray(next)) return copy;
    parent = next as Wire;
  }
  const key = path.at(-1) ?? "";
  if (value === absent) delete parent[key];
  else parent[key] = structuredClone(value);
  return copy;
}

/** Null and absent are one, and a `type` that is not there is written as the constant it always is. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([, inner]) => inner !== null && inner !== undefined,
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, comparable(inner)]));
}
function withTypes(wire: unknown): unknown {
  const { data, ...rest } = wire as { data: Wire };
  return {
    ...rest,
    type: (rest as Wire).type ?? "notification_event",
    data: { ...data, type: data.type ?? "step_reached_event" },
  };
}

const fields = paths(complete).filter(
  ([key, ...below]) => key !== "topic" && !(key === "data" && below.length === 0),
);

describe("whatever stands in a notification", () => {
  const { decode, encode } = schemas.webhook_request;
  const roundTrip = (wire: unknown) =>
    schemas.webhook_request.encode(schemas.webhook_request.decode(wire));

  it("has these fields to be wrong in", () => {
    expect(fields.map((path) => path.join("/"))).toContain("data/interlocutor/location/lat");
    expect(fields.length).toBe(27);
    expect([decode, encode].every((method) => typeof method === "function")).toBe(true);
  });

  for (const path of fields) {
    it(`reaches the handler and is written back, whatever ${path.join("/")} holds`, () => {
      for (const value of kinds) {
        const wire = withValue(complete, path, value);
        expect(comparable(roundTrip(wire)), String(JSON.stringify(value))).toEqual(
          comparable(withTypes(wire)),
        );
      }
    });
  }

  it("is written back with several things wrong at once", () => {
    const change = fc.tuple(fc.constantFrom(...fields), fc.constantFrom(...kinds));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const wire = changes.reduce<unknown>(
          (made, [path, value]) => withValue(made, path, value),
          complete,
        );
        expect(comparable(roundTrip(wire))).toEqual(comparable(withTypes(wire)));
      }),
      { numRuns: runs(2000) },
    );
  });

  it("is typed as its types say, whatever came", () => {
    for (const path of fields) {
      for (const value of kinds) {
        const { botId, timestamp, type, event } = schemas.webhook_request.decode(
          withValue(complete, path, value),
        );
        const { interlocutor, session, step, channel, input } = event;
        expect(typeof botId).toBe("string");
        expect(timestamp === null || typeof timestamp === "number").toBe(true);
        expect([type, event.type]).toEqual(["notification_event", "step_reached_event"]);
        expect(channel === null || typeof channel === "string").toBe(true);
        expect(input === null || typeof input.type === "string").toBe(true);
        expect([typeof interlocutor.id, typeof step.id]).toEqual(["string", "string"]);
        expect(Array.isArray(step.actions)).toBe(true);
        expect(Object.prototype.toString.call(session.values)).toBe("[object Object]");
        for (const text of ["remoteId", "email", "firstName", "lastName", "phoneNumber"] as const) {
          expect(interlocutor[text] === null || typeof interlocutor[text] === "string").toBe(true);
        }
        const attributes = Object.values(interlocutor.customAttributes ?? {});
        expect(attributes.every((attribute) => typeof attribute === "string")).toBe(true);
        const { lat, long } = interlocutor.location ?? { lat: null, long: null };
        for (const degrees of [lat, long]) {
          expect(degrees === null || typeof degrees === "number").toBe(true);
        }
        for (const flag of [interlocutor.isLogged, interlocutor.usedToTest]) {
          expect(flag === undefined || flag === null || typeof flag === "boolean").toBe(true);
        }
      }
    }
  });
});

describe("what does not fit an envelope", () => {
  const read = (path: string, value: unknown) =>
    schemas.webhook_request.decode(withValue(complete, path.split("/"), value));

  it("is read as absent, with what came in `extra`", () => {
    const cases: [
      path: string,
      came: unknown,
      seen: (read: WebhookNotification) => unknown,
      as: unknown,
    ][] = [
      ["botID", 4321, ({ botId, extra }) => [botId, extra], ["", { botID: 4321 }]],
      [
        "timestamp",
        "1514998709",
        (n) => [n.timestamp, n.extra],
        [null, { timestamp: "1514998709" }],
      ],
      ["type", "other", (n) => [n.type, n.extra], ["notification_event", { type: "other" }]],
      ["data/step/id", 7, ({ event }) => [event.step.id, event.step.extra], ["", { id: 7 }]],
      [
        "data/step/name",
        7,
        ({ event }) => [event.step.name, event.step.extra],
        [null, { name: 7 }],
      ],
      [
        "data/interlocutor/isLogged",
        "yes",
        ({ event: { interlocutor } }) => [interlocutor.isLogged, interlocutor.extra],
        [undefined, { isLogged: "yes" }],
      ],
      [
        "data/interlocutor/location/lat",
        "1.0",
        ({ event }) => event.interlocutor.location,
        { lat: null, long: 2.5, extra: { lat: "1.0" } },
      ],
      [
        "data/session/values",
        [],
        ({ event }) => event.session,
        { values: {}, extra: { values: [] } },
      ],
      [
        "data/interlocutor",
        "nobody",
        ({ event }) => [event.interlocutor.id, event.interlocutor.email, event.extra],
        ["", null, { interlocutor: "nobody" }],
      ],
    ];
    for (const [path, came, seen, as] of cases) expect(seen(read(path, came)), path).toEqual(as);
  });

  it("is read as it came where its type allows it", () => {
    expect(read("timestamp", 1514998709.25)).toMatchObject({ timestamp: 1514998709.25 });
    expect(read("timestamp", 1.5)).not.toHaveProperty("extra");
  });

  it("costs a visitor none of the attributes that are texts", () => {
    const { interlocutor } = read("data/interlocutor/customAttributes", {
      age: 21,
      city: "Lyon",
    }).event;
    expect(interlocutor.customAttributes).toEqual({ city: "Lyon" });
    expect(interlocutor.extra).toEqual({ customAttributes: { age: 21, city: "Lyon" } });
    const { customAttributes } = read("data/interlocutor/customAttributes", { age: 21 }).event
      .interlocutor;
    expect(customAttributes).toBeNull();
  });

  it("gives way to what a handler sets, and to nothing else", () => {
    const notification = read("botID", 5);
    notification.botId = "5";
    expect(schemas.webhook_request.encode(notification).botID).toBe("5");
    const { session } = read("data/session", "x").event;
    expect(schemas.webhook_step_reached_response.encode({ actions: [], session }).session).toBe(
      "x",
    );
    session.values.seen = true;
    expect(schemas.webhook_step_reached_response.encode({ actions: [], session }).session).toEqual({
      values: { seen: true },
    });
    const { interlocutor } = read("data/interlocutor/customAttributes", {
      age: 21,
      city: "Lyon",
      size: "L",
    }).event;
    interlocutor.customAttributes = { city: "Paris", colour: "red" };
    expect(schemas.webhook_interlocutor.encode(interlocutor).customAttributes).toEqual({
      age: 21,
      city: "Paris",
      colour: "red",
    });
  });

  it("stands for nothing in an answer where nothing came, until it is filled", () => {
    const { session, interlocutor, step } = schemas.webhook_request.decode({
      topic: "conversation.step_reached",
      data: {},
    }).event;
    const answer = { actions: step.actions, session, interlocutor };
    expect(schemas.webhook_step_reached_response.encode(answer)).toEqual({ actions: [] });
    session.values.name = "tintin";
    interlocutor.firstName = "Ada";
    expect(schemas.webhook_step_reached_response.encode(answer)).toMatchObject({
      session: { values: { name: "tintin" } },
      interlocutor: { firstName: "Ada" },
    });
  });

  it("never gets a prototype's keys, or sets one", () => {
    const wire = JSON.parse('{"__proto__": {"a": 1}, "age": 21, "city": "Lyon"}');
    const { interlocutor } = read("data/interlocutor/customAttributes", wire).event;
    expect(interlocutor.customAttributes).toEqual({ city: "Lyon" });
    const { customAttributes } = schemas.webhook_interlocutor.encode(interlocutor);
    expect(JSON.stringify(customAttributes)).toBe('{"__proto__":{"a":1},"age":21,"city":"Lyon"}');
  });
});

describe("an event", () => {
  const wire = (topic: string, data: unknown) => ({ topic, data });

  it("is read by its topic, whatever type it claims", () => {
    for (const type of [undefined, null, 5, "other_event"]) {
      const { event } = schemas.webhook_request.decode(
        wire("conversation.step_reached", { ...complete.data, type }),
      );
      expect(event.type).toBe("step_reached_event");
      expect(event.step.id).toBe("1234");
    }
  });

  it("is read by its type under another topic", () => {
    const { event } = schemas.webhook_request.decode(wire("other", complete.data));
    expect(event.interlocutor.remoteId).toBe("42");
  });

  it("is handed over as it came where neither is known", () => {
    const data = { type: "order", total: 12 };
    const notification: WebhookNotification<unknown> = schemas.webhook_request.decode({
      ...wire("order.paid", data),
      botID: "4321",
    });
    expect(notification).toEqual({
      topic: "order.paid",
      botId: "4321",
      timestamp: null,
      type: "notification_event",
      event: data,
    });
    expect(schemas.webhook_request.encode(notification)).toMatchObject({
      topic: "order.paid",
      data,
    });
  });

  it("has the type of its topic", () => {
    const event: StepReached = schemas.webhook_request.decode(complete).event;
    expect(event.channel).toBe("facebook");
    expect(() => schemas.webhook_request.decode(wire("x", []))).toThrow(SchemaError);
  });
});

describe("a second topic", () => {
  it("is one more row in the table of topics", async () => {
    const { defineSchema } = await import("./schema-table.ts");
    const { constant, text } = await import("./fields.ts");
    const closedSchema = defineSchema<"conversation_closed", { reason: string | null }>(
      "conversation_closed",
      { type: constant("closed_event", { missing: "null" }), reason: text({ missing: "null" }) },
      { tolerant: true },
    );
    vi.resetModules();
    vi.doMock("./events/topics.ts", async (original) => {
      const { topicSchemas } = await original<typeof import("./events/topics.ts")>();
      return { topicSchemas: { ...topicSchemas, "conversation.closed": closedSchema } };
    });
    const two = (await import("./index.ts")).schemas.webhook_request;
    vi.doUnmock("./events/topics.ts");
    // Files share their modules.
    vi.resetModules();

    const closed = { topic: "conversation.closed", data: { type: "closed_event", reason: "done" } };
    expect(two.decode(closed).event).toEqual({ type: "closed_event", reason: "done" });
    expect(two.encode(two.decode(closed))).toMatchObject(closed);
    const odd = { topic: "conversation.closed", data: { ...complete.data, reason: 5 } };
    expect(two.decode(odd).event).toMatchObject({
      type: "closed_event",
      reason: null,
      extra: { type: "step_reached_event", reason: 5 },
    });
    expect(two.encode(two.decode(odd))).toMatchObject(odd);
    expect(two.decode(complete).event.step.id).toBe("1234");
    expect(two.validate({ ...complete, ...closed })).toEqual({ success: true });
  });
});

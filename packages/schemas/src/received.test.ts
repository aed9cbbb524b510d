import { describe, expect, it } from "vitest";
import { SchemaError, schemas, type WebhookNotification } from "./index.ts";

/** A request as small as the platform's developer pages show it. */
const minimal = {
  botID: "4321",
  timestamp: 1514998709,
  topic: "conversation.step_reached",
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

function decodeActions(...actions: unknown[]) {
  const { step, ...data } = minimal.data;
  const wire = { ...minimal, data: { ...data, step: { ...step, actions } } };
  return schemas.webhook_request.decode(wire).event.step.actions;
}

describe("a received notification", () => {
  it("decodes the minimal request", () => {
    const notification: WebhookNotification = schemas.webhook_request.decode(minimal);
    expect(notification).toEqual({
      topic: "conversation.step_reached",
      botId: "4321",
      timestamp: 1514998709,
      type: "notification_event",
      event: {
        type: "step_reached_event",
        channel: "facebook",
        interlocutor: {
          id: "123",
          remoteId: null,
          location: { lat: 1, long: 2.4 },
          email: null,
          firstName: null,
          lastName: null,
          phoneNumber: null,
          customAttributes: null,
        },
        session: { values: { name: "tintin" } },
        step: {
          id: "1234",
          name: "A step",
          userData: "{}",
          actions: [{ type: "pause_bot_action" }],
        },
        input: null,
      },
    });
  });

  it("does without everything that may be missing, or null", () => {
    const bare = {
      topic: "conversation.step_reached",
      data: { type: "step_reached_event", interlocutor: { id: "1" }, step: { id: "2" } },
    };
    const nulls = {
      topic: "conversation.step_reached",
      botID: null,
      timestamp: null,
      type: null,
      data: {
        type: "step_reached_event",
        channel: null,
        interlocutor: {
          id: "1",
          userID: null,
          location: null,
          email: null,
          firstName: null,
          lastName: null,
          phoneNumber: null,
          customAttributes: null,
        },
        session: null,
        step: { id: "2", name: null, userData: null, actions: null },
        input: null,
      },
    };
    const decoded = schemas.webhook_request.decode(bare);
    expect(decoded).toEqual(schemas.webhook_request.decode(nulls));
    expect(decoded.event.session.values).toEqual({});
    expect(decoded.event.step.actions).toEqual([]);
    expect(schemas.webhook_request.decode(schemas.webhook_request.encode(decoded))).toEqual(
      decoded,
    );
  });

  it.each([
    ["topic", { data: minimal.data }],
    ["topic", { ...minimal, topic: null }],
    ["topic", { ...minimal, topic: ["conversation.step_reached"] }],
    ["data", { ...minimal, data: undefined }],
    ["data", { ...minimal, data: null }],
    ["data", { ...minimal, data: [] }],
    ["data", { ...minimal, data: "x" }],
  ])("refuses one without a proper %s", (path, wire) => {
    const error = refusal(() => schemas.webhook_request.decode(wire));
    expect(error.code).toBe("schema_invalid");
    expect(error.issues.map((issue) => issue.path.join("/"))).toContain(path);
    expect(error.message).toContain("webhook_request: ");
  });

  it.each([[null], [[]], ["text"], [7], [undefined]])("refuses %j", (wire) => {
    const { issues } = refusal(() => schemas.webhook_request.decode(wire));
    expect(issues[0]?.path).toEqual([]);
    expect(issues[0]?.message).toMatch(/^expected an object, got /);
  });

  it("takes no list for an object without required fields", () => {
    expect(refusal(() => schemas.zendesk_user.decode([])).issues).toHaveLength(1);
    expect(schemas.zendesk_user.decode({})).toEqual({});
  });

  it("says every path at once", () => {
    const error = refusal(() => schemas.webhook_request.decode({ topic: 1, type: 2 }));
    expect(error.issues).toEqual([
      { path: ["topic"], code: "wrong_type", message: "expected text, got 1" },
      { path: ["data"], code: "missing", message: "expected an object, got nothing" },
    ]);
  });

  it("can be answered with its own session and interlocutor", () => {
    const { session, interlocutor, step } = schemas.webhook_request.decode(minimal).event;
    const answer = { actions: step.actions, session, interlocutor };
    expect(schemas.webhook_step_reached_response.encode(answer)).toMatchObject({
      actions: [{ type: "pause_bot_action" }],
      session: { values: { name: "tintin" } },
      interlocutor: { id: "123", location: { lat: 1, long: 2.4 } },
    });
  });
});

describe("a field that the platform left out", () => {
  const left = ["userID", "customAttributes"];

  it("is not written back as a null that the wire would refuse", () => {
    // A handler that changed a copy of the interlocutor was refused for nulls that nobody had written.
    const { interlocutor } = schemas.webhook_request.decode(minimal).event;
    const answer = { actions: [], interlocutor: { ...interlocutor, firstName: "Ada" } };
    const wire = schemas.webhook_step_reached_response.encode(answer);
    expect(wire.interlocutor).toEqual({
      id: "123",
      location: { lat: 1, long: 2.4 },
      email: null,
      firstName: "Ada",
      lastName: null,
      phoneNumber: null,
    });
    const result = schemas.webhook_step_reached_response.validate(wire);
    const issues = result.success ? [] : result.issues;
    expect(issues.map(({ path, code }) => [path, code])).toEqual(
      left.map((key) => [["interlocutor", key], "missing"]),
    );
  });

  it("is left out of a whole notification, and of what lies deeper", () => {
    const someone = { id: "1", userID: null, location: { lat: null }, customAttributes: null };
    const { event, ...rest } = schemas.webhook_request.decode({
      topic: "conversation.step_reached",
      data: { type: "step_reached_event", interlocutor: someone, step: { id: "2" } },
    });
    const wire = schemas.webhook_request.encode({ ...rest, event });
    expect(Object.keys(wire).sort()).toEqual(["data", "topic", "type"]);
    expect(wire.data).toMatchObject({
      interlocutor: { id: "1", location: {} },
      step: { id: "2" },
    });
    expect(wire.data).not.toHaveProperty("session");
    expect(wire.data).not.toHaveProperty(["step", "actions"]);
    for (const key of left) expect(wire.data).not.toHaveProperty(["interlocutor", key]);
    expect(wire.data).not.toHaveProperty(["step", "name"]);
    expect(wire.data).not.toHaveProperty("input");
  });
});

describe("what this version does not know", () => {
  it.each([
    [{ type: "teleport_action", to: "Lyon" }],
    [null],
    [7],
    ["x"],
    [[]],
    [{}],
    [{ type: null }],
  ])("carries %j among the actions, and writes it back", (wire) => {
    const actions = decodeActions({ type: "share_action" }, wire);
    expect(actions[1]).toEqual({ type: "unknown", wire });
    const answer = schemas.webhook_step_reached_response.encode({ actions });
    expect((answer.actions as unknown[])[1]).toBe(wire);
  });

  it("carries an action that does not fit, at the nearest action", () => {
    const badTarget = { type: "go_to_action", target: { type: "moon", id: "1" } };
    const reply = { type: "quick_reply", title: "Go", action: badTarget };
    const replies = { type: "send_quick_replies_action", message: "?", buttons: [reply] };
    const [action] = decodeActions(replies);
    expect(action).toEqual({
      type: "send_quick_replies_action",
      message: "?",
      buttons: [{ type: "quick_reply", title: "Go", action: { type: "unknown", wire: badTarget } }],
    });
  });

  it("carries null where a button's action must stand, but misses an action that is not there", () => {
    const reply = { type: "quick_reply", title: "Go" };
    const decoded = schemas.quick_reply.decode({ ...reply, action: null });
    expect(decoded.action).toEqual({ type: "unknown", wire: null });
    expect(schemas.quick_reply.encode(decoded)).toEqual({ ...reply, action: null });
    const { issues } = refusal(() => schemas.quick_reply.decode(reply));
    expect(issues).toEqual([
      { path: ["action"], code: "missing", message: "expected an object, got nothing" },
    ]);
  });

  it("carries the action around something that is not an action itself", () => {
    const broken = { type: "send_cards_action", cards: [{ type: "card", title: 7 }] };
    expect(decodeActions(broken)).toEqual([{ type: "unknown", wire: broken }]);
    const titled = { type: "send_text_action", alternatives: [null] };
    expect(decodeActions(titled)).toEqual([{ type: "unknown", wire: titled }]);
  });

  it("carries inputs and attachments", () => {
    const decodeInput = (input: unknown) =>
      schemas.webhook_request.decode({ ...minimal, data: { ...minimal.data, input } }).event.input;
    const gesture = { type: "gesture", fingers: 2 };
    expect(decodeInput(gesture)).toEqual({ type: "unknown", wire: gesture });
    const legacy = { type: "legacy_reply_to_message_action", message: "Yes" };
    expect(decodeInput(legacy)).toEqual({ type: "unknown", wire: legacy });
    const smell = { type: "smell", strength: 3 };
    expect(decodeInput({ type: "message", text: "Hi", attachments: [smell] })).toEqual({
      type: "message",
      text: "Hi",
      attachments: [{ type: "unknown", wire: smell }],
    });
  });

  it("takes names of Object.prototype for what they are: unknown", () => {
    for (const type of ["constructor", "toString", "__proto__"]) {
      expect(decodeActions({ type })).toEqual([{ type: "unknown", wire: { type } }]);
    }
  });

  it("keeps unknown keys of known objects, and writes them back", () => {
    const wire = { type: "card", title: "Shoes", price: 7, extra: { a: 1 } };
    const card = schemas.card.decode(wire);
    expect(card.extra).toEqual({ price: 7, extra: { a: 1 } });
    expect(schemas.card.encode(card)).toMatchObject(wire);
  });

  it("lets no extra key take the place of a field", () => {
    const card = {
      ...schemas.card.decode({ type: "card", title: "Shoes" }),
      extra: { title: "Hats" },
    };
    expect(schemas.card.encode(card).title).toBe("Shoes");
  });

  it("keeps what only the platform writes", () => {
    const text = { type: "send_text_action", alternatives: ["Hello"], text: "Hello" };
    expect(schemas.send_text_action.decode(text)).toEqual(text);
    const intent = { type: "intent", id: "507f191e810c19729de860ea", name: "Order" };
    const condition = { type: "match_intent", intent };
    expect(
      schemas.match_intent_condition.encode(schemas.match_intent_condition.decode(condition)),
    ).toEqual(condition);
  });
});

describe("null and absent", () => {
  it("reads absent as null where a value must be present, and writes null", () => {
    const jump = schemas.jump_to_action.decode({ type: "jump_to_action", connections: [] });
    expect(jump.defaultTarget).toBeNull();
    expect(schemas.jump_to_action.encode(jump).defaultTarget).toBeNull();
  });

  it("keeps null and absent apart where both may be", () => {
    const absent = { type: "send_image_action", imageURL: "https://a.example" };
    expect(schemas.send_image_action.decode(absent)).not.toHaveProperty("alt");
    const nulled = schemas.send_image_action.decode({ ...absent, alt: null });
    expect(nulled.alt).toBeNull();
    expect(schemas.send_image_action.encode(nulled)).toEqual({ ...absent, alt: null });
  });

  it("leaves null out where a value may only be absent", () => {
    const user = schemas.zendesk_user.decode({ name: "Ada", email: null });
    expect(user).toEqual({ name: "Ada" });
    expect(schemas.zendesk_user.encode({ name: "Ada", email: null } as never)).toEqual({
      name: "Ada",
    });
  });

  it("applies a default to what is absent only", () => {
    expect(schemas.card.decode({ type: "card", title: "x" }).buttons).toEqual([]);
    expect(schemas.card.decode({ type: "card", title: "x", buttons: null }).buttons).toBeNull();
    expect(schemas.wait_action.decode({ type: "wait_action" }).duration).toBe(2);
  });

  it("does not write a default that the wire would refuse", () => {
    const card = schemas.simple_card.decode({ type: "simple_card", title: "x" });
    expect(card.buttons).toEqual([]);
    expect(schemas.simple_card.encode(card)).toEqual({ type: "simple_card", title: "x" });
  });

  it("never shares a default between models", () => {
    const one = schemas.card.decode({ type: "card", title: "x" });
    one.buttons?.push({ type: "button", title: "y", action: { type: "share_action" } });
    expect(schemas.card.decode({ type: "card", title: "x" }).buttons).toEqual([]);
  });
});

function refusal(run: () => unknown): SchemaError {
  try {
    run();
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

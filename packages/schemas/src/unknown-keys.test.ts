import { describe, expect, it } from "vitest";
import * as all from "./index.ts";
import {
  card,
  notification,
  quickReply,
  SchemaError,
  schemas,
  sendCardsAction,
  sendImageAction,
  sendTextAction,
  stepReachedResponse,
  waitAction,
} from "./index.ts";

/** What JavaScript lets through. */
const loose = (build: (init: never) => unknown, init: unknown) => () => build(init as never);

function refusal(run: () => unknown): SchemaError {
  try {
    run();
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a builder", () => {
  it("lost the image of card({ title, imageURL })", () => {
    const { message, code, issues } = refusal(
      loose(card, { title: "Shoes", imageURL: "https://example.com/shoes.png" }),
    );
    expect(message).toBe('card: unknown key "imageURL"; did you mean "imageUrl"?');
    expect([code, issues]).toEqual([
      "schema_invalid",
      [
        {
          path: ["imageURL"],
          code: "unknown_key",
          message: 'unknown key "imageURL"; did you mean "imageUrl"?',
        },
      ],
    ]);
  });

  it.each([
    [
      card,
      { title: "x", image_url: "y" },
      'card: unknown key "image_url"; did you mean "imageUrl"?',
    ],
    [card, { titel: "x" }, 'card: unknown key "titel"; did you mean "title"?'],
    [
      card,
      { title: "x", buton: [], subtitel: "" },
      'unknown key "buton"; did you mean "buttons"? (and 1 more)',
    ],
    [sendTextAction, { alternative: ["x"] }, 'did you mean "alternatives"?'],
    [
      sendTextAction,
      { message: "x" },
      'sendTextAction: unknown key "message"; expected one of "type", "alternatives", "text", or "extra" with keys to send as they are',
    ],
    [
      stepReachedResponse,
      { action: [] },
      'stepReachedResponse: unknown key "action"; did you mean "actions"?',
    ],
    [
      notification,
      { topic: "x", botID: "y" },
      'notification: unknown key "botID"; did you mean "botId"?',
    ],
    [waitAction, { seconds: 3, duration: undefined }, 'waitAction: unknown key "seconds"'],
    [
      quickReply,
      { title: "x", __proto__: null, constructor: 1 },
      'quickReply: unknown key "constructor"',
    ],
    [card, "Shoes", 'card: expected an object, got "Shoes"'],
    [card, ["Shoes"], "card: expected an object, got a list"],
  ])("%o names what it does not know", (build, init, message) => {
    expect(refusal(loose(build as never, init)).message).toContain(message);
  });

  it("says that a key in `extra` belongs to a field, which writes it", () => {
    const { message, issues } = refusal(
      loose(card, { title: "Shoes", extra: { imageURL: "https://example.com" } }),
    );
    expect(message).toBe(
      'card: "imageURL" in "extra" is not written, since the schema knows it: set "imageUrl"',
    );
    expect(issues[0]?.path).toEqual(["extra", "imageURL"]);
  });

  it("says that a name of the model in `extra` would mean nothing on the wire", () => {
    const { message, issues } = refusal(
      loose(card, { title: "Shoes", extra: { imageUrl: "https://example.com" } }),
    );
    expect(message).toBe(
      'card: "imageUrl" in "extra" would be sent under that name, which the wire does not have: set "imageUrl" itself, beside "extra" (it is "imageURL" on the wire)',
    );
    expect(issues[0]?.path).toEqual(["extra", "imageUrl"]);
    // A platform that learns such a key one day must not break a copy.
    const both = { title: "Shoes", imageUrl: "https://example.com", extra: { imageUrl: 1 } };
    expect(card(both).extra).toEqual({ imageUrl: 1 });
  });

  it("still takes a key on purpose, a model of its own, and nothing at all", () => {
    const shoes = card({ title: "Shoes", extra: { price: 7 } });
    expect(schemas.card.encode(card({ ...shoes }))).toMatchObject({ title: "Shoes", price: 7 });
    expect(waitAction()).toEqual({ type: "wait_action", duration: 2 });
  });

  it("refuses an unknown key, whichever it is", () => {
    const builders = Object.entries(all).filter(
      ([name, value]) =>
        typeof value === "function" &&
        !["SchemaError", "isSchemaError", "sanitizeHtml", "shorten", "fit"].includes(name),
    ) as [string, (init: never) => unknown][];
    expect(builders.length).toBeGreaterThan(80);
    for (const [name, build] of builders) {
      const { message } = refusal(loose(build, { "no such key": 1 }));
      expect(message).toContain(`${name}: unknown key "no such key"`);
    }
  });
});

describe("a model", () => {
  const deep = {
    actions: [
      sendTextAction({ alternatives: ["x"] }),
      {
        type: "send_cards_action",
        cards: [card({ title: "x" }), { type: "card", title: "y", imageURL: "z", buttons: [] }],
      },
    ],
    session: { values: {}, visits: 1 },
    sesion: {},
  };

  it("has every key named that no field has, along the wire", () => {
    const found = schemas.webhook_step_reached_response.unknownKeys(deep as never);
    expect(found.map(({ path, message }) => `${path.join("/")}: ${message}`)).toEqual([
      'actions/1/cards/1/imageURL: unknown key "imageURL"; did you mean "imageUrl"?',
      'session/visits: unknown key "visits"; expected one of "values", or "extra" with keys to send as they are',
      'sesion: unknown key "sesion"; did you mean "session"?',
    ]);
  });

  it("has nothing named that is written", () => {
    const { unknownKeys } = schemas.webhook_step_reached_response;
    expect(typeof unknownKeys).toBe("function");
    const model = stepReachedResponse({
      actions: [
        sendCardsAction({ cards: [card({ title: "x", extra: { price: 1 } })] }),
        { type: "unknown", wire: { type: "teleport_action", to: "Lyon" } },
        sendImageAction({ imageUrl: "https://example.com/x.png" }),
      ],
      session: { values: { anything: { at: "all" } } },
    });
    expect(schemas.webhook_step_reached_response.unknownKeys(model)).toEqual([]);
    expect(schemas.webhook_step_reached_response.unknownKeys(null as never)).toEqual([]);
    const received = schemas.webhook_step_reached.decode({ interlocutor: 5, channel: 7, price: 1 });
    expect(schemas.webhook_step_reached.unknownKeys(received)).toEqual([]);
  });
});

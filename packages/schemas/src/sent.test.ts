import { describe, expect, it } from "vitest";
import {
  button,
  card,
  choice,
  goToAction,
  interlocutor,
  jumpToAction,
  type Schema,
  schemas,
  section,
  sendCardsAction,
  sendChoicesListAction,
  sendTextAction,
  shareAction,
  stepReachedResponse,
  stepTarget,
  waitAction,
} from "./index.ts";

const target = stepTarget({ stepId: "507f191e810c19729de860ea" });

/** The issues of a model of any shape, as `path: message (code)`. */
function told(schema: Schema, model: unknown): string[] {
  const result = schema.validate(schema.encode(model));
  if (result.success) return [];
  return result.issues.map(({ path, message, code }) => `${path.join("/")}: ${message} (${code})`);
}

describe("builders", () => {
  it("fill in what needs no telling", () => {
    expect(waitAction()).toEqual({ type: "wait_action", duration: 2 });
    expect(card({ title: "Shoes" })).toEqual({ type: "card", title: "Shoes", buttons: [] });
    expect(jumpToAction({ connections: [] }).defaultTarget).toBeNull();
    expect(goToAction({ target })).toEqual({ type: "go_to_action", target });
  });

  it("take a model with changes", () => {
    const shoes = card({ title: "Shoes", extra: { price: 7 } });
    expect(card({ ...shoes, title: "Hats" })).toEqual({ ...shoes, title: "Hats" });
  });

  it("set the type whatever the caller says", () => {
    const odd = { type: "shout_action", alternatives: ["Hello"] };
    expect(sendTextAction(odd).type).toBe("send_text_action");
  });
});

describe("what validate says of a broken model", () => {
  const response: Schema = schemas.webhook_step_reached_response;

  it("names the path, the limit and what came", () => {
    const broken = stepReachedResponse({
      actions: [
        sendTextAction({ alternatives: [] }),
        waitAction({ duration: 9 }),
        sendCardsAction({
          cards: [
            card({
              title: "",
              buttons: [button({ title: "x".repeat(27), action: shareAction() })],
            }),
          ],
        }),
      ],
    });
    expect(told(response, broken)).toEqual([
      "actions/0/alternatives: at least 1 item, got 0 (too_few)",
      "actions/1/duration: at most 7, got 9 (too_large)",
      "actions/2/cards/0/title: at least 1 character, got 0 (too_short)",
      "actions/2/cards/0/buttons/0/title: at most 20 characters, got 27 (too_long)",
    ]);
  });

  it.each<[string, unknown, string]>([
    ["null", null, ": expected an object, got null (wrong_type)"],
    ["no actions", {}, "actions: expected a list, got nothing (missing)"],
    ["null actions", { actions: null }, "actions: expected a list, got null (wrong_type)"],
    ["an unknown type", { actions: [{ type: "send_text_acton" }] }, "(unknown_type)"],
    ["no type", { actions: [{}] }, "actions/0/type: expected one of "],
    ["a null action", { actions: [null] }, "actions/0: expected an object, got null (wrong_type)"],
    [
      "a list for a session",
      { actions: [], session: [] },
      "session: expected an object, got a list",
    ],
  ])("tells of %s", (_, model, message) => {
    expect(told(response, model).join("\n")).toContain(message);
  });

  it.each<[Schema, Record<string, unknown>, string]>([
    [
      schemas.share_action,
      { type: "x" },
      'type: expected "share_action", got "x" (wrong_constant)',
    ],
    [
      schemas.store_session_value_action,
      { key: "a b", value: "x" },
      'key: only letters, digits and underscores, got "a b" (pattern)',
    ],
    [
      schemas.set_user_attribute_action,
      { key: "ID", value: "x" },
      'key: only letters, digits and underscores, and not "id", got "ID" (pattern)',
    ],
    [
      schemas.open_url_action,
      { url: "example.com" },
      'url: expected a URL with a scheme and a host, got "example.com" (url)',
    ],
    [
      schemas.send_image_action,
      { imageUrl: "ftp://a.b" },
      'imageURL: expected an http or https URL, got "ftp://a.b" (url)',
    ],
    [
      schemas.match_regexp_condition,
      { regexp: "(" },
      'pattern: expected a regular expression, got "(": a ( without its ) at position 0 (regexp)',
    ],
    [
      schemas.customer_satisfaction_callback_action,
      { kind: "great" },
      'kind: one of "negative", "neutral", "positive", got "great" (not_allowed)',
    ],
    [
      schemas.google_custom_search_action,
      { query: "x", customEngineId: "y", limit: 2.5 },
      "limit: expected a whole number, got 2.5 (wrong_type)",
    ],
    [
      schemas.store_session_value_action,
      { key: "a", value: "x", add: "yes" },
      'add: expected true or false, got "yes" (wrong_type)',
    ],
    [
      schemas.go_to_action,
      { target: { type: "moon" } },
      'target/type: expected one of "step", "story", got "moon" (unknown_type)',
    ],
    [
      schemas.go_to_action,
      { target, sessionValues: 3 },
      "sessionValues: expected an object, got 3 (wrong_type)",
    ],
  ])("tells of a broken %o", (schema, model, message) => {
    expect(told(schema, model)).toContain(message);
  });

  it("tells which custom attribute is wrong", () => {
    const someone = interlocutor({ id: "1", remoteId: "2", customAttributes: { "a b": "x" } });
    expect(told(schemas.webhook_interlocutor, someone)).toEqual([
      'customAttributes/a b: a key of only letters, digits and underscores, got "a b" (key)',
    ]);
    const numbers = { ...someone, customAttributes: { age: 7 } };
    expect(told(schemas.webhook_interlocutor, numbers)).toEqual([
      "customAttributes/age: expected text, got 7 (wrong_type)",
    ]);
    const proto = { ...someone, customAttributes: JSON.parse('{"__proto__":7}') };
    expect(told(schemas.webhook_interlocutor, proto)).toHaveLength(1);
  });

  it("asks for a title on every section as soon as there are two", () => {
    const titled = section({ title: "Colours", choices: [choice({ title: "Red" })] });
    const untitled = section({ choices: [choice({ title: "Red" })] });
    const list = (...sections: (typeof titled)[]) =>
      sendChoicesListAction({ placeholder: "Pick", sections, action: goToAction({ target }) });
    const schema: Schema = schemas.send_choices_list_action;
    expect(told(schema, list(untitled))).toEqual([]);
    expect(told(schema, list(titled, titled))).toEqual([]);
    expect(told(schema, list(titled, untitled, { ...untitled, title: "" }))).toEqual([
      "sections/1/title: a title, since there are 3 sections, got none (title_missing)",
      "sections/2/title: a title, since there are 3 sections, got none (title_missing)",
    ]);
    const answer = stepReachedResponse({ actions: [list(titled, untitled)] });
    expect(told(schemas.webhook_step_reached_response, answer)).toEqual([
      "actions/0/sections/1/title: a title, since there are 2 sections, got none (title_missing)",
    ]);
  });

  it("clips long values", () => {
    const [message] = told(schemas.open_url_action, { url: "😀".repeat(100) });
    expect(message?.length).toBeLessThan(200);
  });
});

describe("encode", () => {
  it("throws at nothing that is not a model", () => {
    for (const model of [null, undefined, 7, "x", [], { type: null }, { cards: [null, 7] }]) {
      expect(() => (schemas.send_cards_action as Schema).encode(model)).not.toThrow();
    }
  });

  it("writes a model of another type as what it claims to be, for validate to refuse", () => {
    const model = { title: "x", action: shareAction() };
    expect(told(schemas.open_url_button, model).join()).toContain(
      'action/type: expected "open_url_action", got "share_action"',
    );
  });

  it("copies no prototype and no stray property", () => {
    class Shout {
      type = "share_action";
      volume = 11;
    }
    expect((schemas.share_action as Schema).encode(new Shout())).toEqual({ type: "share_action" });
  });
});

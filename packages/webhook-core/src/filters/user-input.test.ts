import { customEvent, incomingMessage, schemas, urlLoadedEvent } from "@clustaar/schemas";
import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { type UserInputMatch, userInput } from "./user-input.ts";

const message = (text: unknown) => ({
  data: { input: { type: "message", text, attachments: [] } },
});
const input = (wire: unknown) => ({ data: { input: wire } });
const models: readonly (readonly [UserInputMatch, unknown])[] = [
  [
    { type: "message", text: "Hello" },
    schemas.incoming_message.encode(incomingMessage({ text: "Hello", attachments: [] })),
  ],
  [
    { type: "custom_event", name: "opened" },
    schemas.custom_event.encode(customEvent({ name: "opened" })),
  ],
  [
    { type: "url_loaded_event", url: "https://example.com" },
    schemas.url_loaded_event.encode(urlLoadedEvent({ url: "https://example.com" })),
  ],
];

describe("userInput", () => {
  it("passes for exactly what the visitor wrote", () => {
    expect(userInput("yes")(message("yes"))).toBe(true);
    expect(userInput(["yes", "oui"])(message("oui"))).toBe(true);
    for (const other of ["Yes", " yes", "yes ", "no", "", null, undefined, ["yes"], {}]) {
      expect(userInput(["yes", "oui"])(message(other))).toBe(false);
    }
  });

  it("takes no other input for a message with the same text", () => {
    expect(userInput("yes")(input({ type: "custom_event", text: "yes", name: "yes" }))).toBe(false);
    expect(userInput("yes")(input({ text: "yes" }))).toBe(false);
  });

  it("passes for an input of a type, and of a text, name or URL", () => {
    for (const [match, wire] of models) {
      expect(userInput(match)(input(wire))).toBe(true);
      expect(userInput({ type: match.type })(input(wire))).toBe(true);
      for (const [other] of models) {
        if (other !== match) expect(userInput(other)(input(wire))).toBe(false);
      }
    }
    expect(userInput({ type: "go_to_action" })(input({ type: "go_to_action" }))).toBe(true);
    expect(userInput({ type: "message", text: ["a", "b"] })(message("b"))).toBe(true);
  });

  it("does not pass, rather than throw, on a body of another shape", () => {
    for (const json of [null, [], {}, { data: null }, input(null), input("yes"), input([])]) {
      expect(userInput("yes")(json)).toBe(false);
      expect(userInput({ type: "message" })(json)).toBe(false);
    }
  });

  it.each([
    [undefined, /got neither/],
    [null, /got neither/],
    [{}, /got neither/],
    ["", /an empty one; is an environment variable not set\?/],
    [[], /got none/],
    [["a", ""], /an empty one/],
    [{ type: "mesage" }, /one of message, custom_event, .* got the type "mesage"/],
    [{ type: "constructor" }, /got the type/],
    [{ type: "message", name: "x" }, /unknown option "name"; the options are type, text/],
    [{ type: "message", text: "" }, /userInput: text: expected a text/],
    [{ type: "message", text: undefined }, /"text" is undefined/],
    [{ type: "custom_event", name: 5 }, /userInput: name/],
    [{ type: "go_to_action", text: "x" }, /unknown option "text"/],
  ])("refuses %j", (match, reason) => {
    // Wrong on purpose.
    expect(() => userInput(match as never)).toThrow(WebhookConfigError);
    expect(() => userInput(match as never)).toThrow(reason);
  });

  it("is named after what it looks for", () => {
    expect(userInput("yes").name).toBe("userInput(message, yes)");
    expect(userInput({ type: "custom_event" }).name).toBe("userInput(custom_event)");
  });
});

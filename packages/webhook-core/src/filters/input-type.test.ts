import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { inputType } from "./input-type.ts";

const input = (type: unknown) => ({ data: { input: { type } } });

describe("inputType", () => {
  it("passes for the type, or one of the types", () => {
    expect(inputType("message")(input("message"))).toBe(true);
    expect(inputType(["message", "go_to_action"])(input("go_to_action"))).toBe(true);
  });

  it("does not pass for another type, or another shape", () => {
    for (const json of [input("custom_event"), input(["message"]), input(null), {}, null, []]) {
      expect(inputType("message")(json)).toBe(false);
    }
  });

  it("refuses a type that the platform does not send, and names the nearest", () => {
    for (const types of [undefined, null, "", [], 5, "constructor"] as never[]) {
      expect(() => inputType(types)).toThrow(WebhookConfigError);
    }
    expect(() => inputType(["message", "go_to_acton" as never])).toThrow(
      'inputType: expected one of message, custom_event, url_loaded_event, go_to_action, got "go_to_acton"; did you mean "go_to_action"?',
    );
  });

  it("is named after its types", () => {
    expect(inputType(["message", "custom_event"]).name).toBe("inputType(message, custom_event)");
  });
});

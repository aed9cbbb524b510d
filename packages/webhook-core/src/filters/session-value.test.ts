import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { sessionValue } from "./session-value.ts";

const session = (values: unknown) => ({ data: { session: { values } } });

describe("sessionValue", () => {
  it("passes for the value, or one of the values", () => {
    expect(sessionValue("step", "size")(session({ step: "size" }))).toBe(true);
    expect(sessionValue("step", ["size", "colour"])(session({ step: "colour" }))).toBe(true);
    expect(sessionValue("tries", 3)(session({ tries: 3 }))).toBe(true);
    expect(sessionValue("seen", false)(session({ seen: false }))).toBe(true);
    expect(sessionValue("name", "")(session({ name: "" }))).toBe(true);
  });

  it("does not pass for another value, another type or another shape", () => {
    const values = [{ step: "Size" }, { step: ["size"] }, { step: null }, {}, null, ["size"]];
    for (const value of values) expect(sessionValue("step", "size")(session(value))).toBe(false);
    expect(sessionValue("tries", 3)(session({ tries: "3" }))).toBe(false);
    for (const json of [{}, null, [], { data: null }]) {
      expect(sessionValue("step", "size")(json)).toBe(false);
    }
  });

  it("takes null for null, and nothing for what is absent", () => {
    expect(sessionValue("step", null)(session({ step: null }))).toBe(true);
    expect(sessionValue("step", null)(session({}))).toBe(false);
    expect(sessionValue("constructor", null)(session({}))).toBe(false);
  });

  it("takes a key as it stands, dots included", () => {
    expect(sessionValue("order.step", "size")(session({ "order.step": "size" }))).toBe(true);
    expect(sessionValue("order.step", "size")(session({ order: { step: "size" } }))).toBe(false);
  });

  it("refuses an empty key, no value, and values that are not texts, numbers, booleans or null", () => {
    expect(() => sessionValue("", "size")).toThrow(/sessionValue: key: expected a string/);
    for (const values of [undefined, [], {}, [{}], ["a", ["b"]], Number.NaN, () => 1] as never[]) {
      expect(() => sessionValue("step", values)).toThrow(WebhookConfigError);
    }
    expect(() => sessionValue("cart", { sku: 1 } as never)).toThrow(/write jsonKeyEquals\(/);
  });

  it("does not follow changes to the list it was made with", () => {
    const values = ["size"];
    const filter = sessionValue("step", values);
    values.push("colour");
    expect(filter(session({ step: "colour" }))).toBe(false);
  });

  it("is named after its key and values", () => {
    expect(sessionValue("step", ["size", 3, null]).name).toBe("sessionValue(step, size, 3, null)");
  });
});

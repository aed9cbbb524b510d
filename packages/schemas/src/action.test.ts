import { describe, expect, it } from "vitest";
import { type Action, SchemaError, schemas, waitAction } from "./index.ts";

const wait = { type: "wait_action", duration: 3 };

describe("the schema of any action", () => {
  it("checks an action by its type", () => {
    expect(schemas.action.validate(wait)).toEqual({ success: true });
    expect(schemas.action.validate({ ...wait, duration: 9 })).toEqual({
      success: false,
      issues: [{ path: ["duration"], code: "too_large", message: "at most 7, got 9" }],
    });
  });

  it("names the type that was meant", () => {
    const result = schemas.action.validate({ type: "wait" });
    if (result.success) throw new Error("it passed");
    expect(result.issues).toMatchObject([{ path: ["type"], code: "unknown_type" }]);
    expect(result.issues[0]?.message).toMatch(/did you mean "wait_action"\?$/);
  });

  it.each([null, 5, "wait_action", [wait], {}])("refuses %j", (wire) =>
    expect(schemas.action.validate(wire)).toHaveProperty("issues"),
  );

  it("reads and writes any action, one that nobody knows too", () => {
    const model: Action = schemas.action.decode(wait);
    expect(model).toEqual(waitAction({ duration: 3 }));
    expect(schemas.action.encode(model)).toEqual(wait);
    for (const wire of [
      { type: "teleport_action", to: "Lyon" },
      { type: "send_text_action" },
      null,
    ]) {
      const unknown = schemas.action.decode(wire);
      expect(unknown).toEqual({ type: "unknown", wire });
      expect(schemas.action.encode(unknown)).toEqual(wire);
    }
  });

  it("has to be given something to read", () =>
    expect(() => schemas.action.decode(undefined)).toThrow(SchemaError));

  it("names keys that are not written", () => {
    const model = { ...waitAction({ duration: 3 }), durations: 4 };
    expect(schemas.action.unknownKeys(model)).toMatchObject([{ path: ["durations"] }]);
    expect(schemas.action.unknownKeys({ type: "unknown", wire: 1 })).toEqual([]);
  });

  it("is a Standard Schema, and a JSON Schema with every action among its definitions", () => {
    expect(schemas.action["~standard"].validate(wait)).toEqual({ value: wait });
    const { title, oneOf, $defs } = schemas.action.toJSONSchema();
    expect(title).toBe("action");
    expect(oneOf).toHaveLength(27);
    expect($defs).toHaveProperty("wait_action");
  });
});

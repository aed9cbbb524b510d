import { describe, expect, it } from "vitest";
import { type Schema, schemas } from "../index.ts";
import { zodOf } from "../zod.ts";
import { allRows } from "./conformance-rows.test-helpers.ts";

const registry: Readonly<Record<string, Schema>> = schemas;
const told = (issue: { readonly path: readonly PropertyKey[]; readonly message: string }) =>
  `${issue.path.join("/")}: ${issue.message}`;

describe("the issues", () => {
  it("hold what zod says of every row", () => {
    for (const { schema: name, case: what, input } of allRows) {
      const schema = registry[name];
      const result = schema && zodOf(schema).safeParse(input);
      const validation = schema?.validate(input);
      const ours = validation?.success === false ? validation.issues.map(told) : [];
      const theirs = result?.success === false ? result.error.issues.map(told) : [];
      expect(ours, `${name}, ${what}`).toEqual(expect.arrayContaining(theirs));
      if (theirs.length === 0) expect(ours).toEqual([]);
    }
  });

  it("end at 200, where a million took seconds", () => {
    const wire = { type: "send_text_action", alternatives: Array(1_000_000).fill(1) };
    const result = schemas.send_text_action.validate(wire);
    if (result.success) throw new Error("a million numbers passed as texts");
    expect(result.issues).toHaveLength(200);
    // What is wrong with the list itself comes first, or no more than 200 would ever tell of it.
    expect(result.issues[0]).toEqual({
      path: ["alternatives"],
      code: "too_many",
      message: "at most 10 items, got 1000000",
    });
    expect(result.issues[199]?.path).toEqual(["alternatives", 198]);
    expect(() => schemas.send_text_action.decode(wire)).toThrow("(and at least 199 more)");
  });

  it("count exactly below that", () => {
    const wire = { type: "send_text_action", alternatives: Array(3).fill(1) };
    expect(() => schemas.send_text_action.decode(wire)).toThrow("(and 2 more)");
  });
});

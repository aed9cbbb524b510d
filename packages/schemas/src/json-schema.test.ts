import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import cases from "../conformance/schema-cases.json" with { type: "json" };
import { type Schema, schemas } from "./index.ts";

/*
 * What JSON Schema has no words for: whether a text is a regular expression of Python's dialect, and
 * that several sections each need a title (no case of the original holds the latter).
 */
const unsayable = /: regexp /;

describe("toJSONSchema", () => {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    formats: { regex: true },
  });

  for (const [name, schema] of Object.entries(schemas as Readonly<Record<string, Schema>>)) {
    it(`${name} agrees with validate`, () => {
      const check = ajv.compile(schema.toJSONSchema());
      const rows = cases.filter((row) => row.schema === name && !unsayable.test(row.case));
      for (const { input, case: what, valid } of rows) {
        expect(check(input), `${what}: ${ajv.errorsText(check.errors)}`).toBe(valid);
      }
      // Only this one has no case of its own.
      if (name !== "reply_to_action_to_message") expect(rows.length).toBeGreaterThan(0);
    });
  }

  it("keeps limits, defaults and read-only fields", () => {
    expect(schemas.simple_card.toJSONSchema()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "simple_card",
      type: "object",
      required: ["type", "title"],
      properties: {
        type: { const: "simple_card" },
        title: { type: "string", minLength: 1, maxLength: 80 },
        buttons: { default: [] },
      },
    });
    expect(schemas.send_text_action.toJSONSchema()).toMatchObject({
      properties: { text: { readOnly: true } },
    });
  });
});

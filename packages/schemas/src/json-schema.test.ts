import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { actionSchemas } from "./actions/registry.ts";
import { type Schema, schemas } from "./index.ts";
import { allRows } from "./internal/conformance-rows.test-helpers.ts";
import { patterns } from "./internal/python-text.ts";

/* What JSON Schema has no words for: whether a text is a regular expression of Python's dialect. */
const unsayable = /: regexp /;

describe("toJSONSchema", () => {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: true,
    strictRequired: true,
    strictTuples: true,
  });

  for (const [name, schema] of Object.entries(schemas as Readonly<Record<string, Schema>>)) {
    it(`${name} agrees with validate`, () => {
      const check = ajv.compile(schema.toJSONSchema());
      // Any action has the cases of all of them.
      const names: readonly string[] =
        name === "action" ? actionSchemas.map((action) => action.name) : [name];
      const rows = allRows.filter((row) => names.includes(row.schema) && !unsayable.test(row.case));
      for (const { input, case: what, valid } of rows) {
        expect(check(input), `${what}: ${ajv.errorsText(check.errors)}`).toBe(valid);
      }
      // Only this one has no case of its own.
      if (name !== "reply_to_action_to_message") expect(rows.length).toBeGreaterThan(0);
    });
  }

  const url = (text: string) => ({ type: "open_url_action", url: text });
  const list = (...titles: unknown[]) => ({
    type: "send_choices_list_action",
    placeholder: "x",
    sections: titles.map((title) => ({ type: "section", title, choices: [choice] })),
    action: { type: "go_to_action", target: { type: "step", id: "507f191e810c19729de860ea" } },
  });
  const choice = { type: "choice", title: "x" };

  it.each<[keyof typeof schemas, Record<string, unknown>, boolean]>([
    ["open_url_action", url("https://[::1]:80/x"), true],
    ["open_url_action", url("https://me@[fe80::1%eth0]"), true],
    ["open_url_action", url("https://[v1.x]/"), true],
    ["open_url_action", url("https://[::1"), false],
    ["open_url_action", url("https://::1]"), false],
    ["open_url_action", url("https://[nonsense]/"), false],
    ["open_url_action", url("https://[1.2.3.4]/"), false],
    ["open_url_action", url("https://a.example/[x]"), true],
    ["send_choices_list_action", list(undefined), true],
    ["send_choices_list_action", list("a", "b"), true],
    ["send_choices_list_action", list("a", undefined), false],
    ["send_choices_list_action", list("a", ""), false],
    ["send_choices_list_action", list("a", null), false],
  ])("lost a limit once: %s %j", (name, wire, valid) => {
    const schema: Schema = schemas[name];
    expect(schema.validate(wire).success).toBe(valid);
    expect(ajv.compile(schema.toJSONSchema())(wire)).toBe(valid);
  });

  it("lost the letter case of patterns once", () => {
    for (const { regexp } of Object.values(patterns)) expect(regexp.flags).toBe("u");
    for (const address of ["a@clustaar.com", "a@CluStaar.com", "a@clu\u017Ftaar.com"]) {
      const check = ajv.compile({
        type: "string",
        pattern: patterns.notClustaarAddress.regexp.source,
      });
      expect(check(address)).toBe(false);
    }
  });

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

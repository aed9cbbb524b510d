import { describe, expect, it } from "vitest";
import added from "../conformance/additions.json" with { type: "json" };
import original from "../conformance/schema-table.json" with { type: "json" };
import { type Schema, schemas } from "./index.ts";
import type { Presence, Range, SchemaRef, Spec } from "./internal/specs.ts";

/*
 * Every schema of the original (release 1.10.0), field by field, and every one that we added (conformance/additions.json:
 * entries of the same shape, with the lists they stand in). What differs from the original on purpose:
 * - `customer_satisfaction_choice` has no `matching_intent_id`, and it and `match_intent_condition`
 *   keep the intent nested: the original flattens it and cannot write it back.
 * - an input of type `legacy_reply_to_message_action` is not a choice: the original offers it, and then
 *   refuses every one, since its schema wants the type `message`. We carry it as unknown.
 * - cleaning runs in our order (strip, normalise, sanitise), whatever order the table lists.
 */

interface TableField {
  readonly kind: string;
  readonly binding?: string;
  readonly optional?: boolean;
  readonly allowNull?: boolean;
  readonly default?: unknown;
  readonly readOnly?: boolean;
  readonly ignoreIfNull?: boolean;
  readonly value?: unknown;
  readonly preLoad?: readonly string[];
  readonly validate?: Validator;
  readonly items?: TableField;
  readonly schema?: string;
  readonly schemas?: Readonly<Record<string, string>>;
}

interface TableEntry {
  readonly fields: Readonly<Record<string, TableField>>;
  /** The original's hand-written class, if it has one. */
  readonly custom?: string | null;
}

interface Addition extends TableEntry {
  /** The fields that offer it, each as `schema.field`. */
  readonly standsIn: readonly string[];
}

interface Validator {
  readonly and?: readonly Validator[];
  readonly or?: readonly Validator[];
  readonly length?: Bounds;
  readonly between?: Bounds;
  readonly pattern?: string;
  readonly flags?: string;
  readonly in?: readonly string[];
  readonly url?: { readonly schemes: readonly string[] | null };
  readonly equal?: unknown;
  readonly isRegexp?: boolean;
  readonly keysPattern?: string;
  readonly dictOf?: unknown;
  readonly type?: string;
}

interface Bounds {
  readonly min: number | null;
  readonly max: number | null;
}

/** What the table and our specs are both brought to: one flat record a field. */
type Facts = Record<string, unknown>;

const cleanings: Readonly<Record<string, string>> = {
  strip: "strip",
  unicode_normalize: "normalize",
  html_sanitize: "html",
};

/** The table's validators, as a list of known facts; anything unknown fails the test. */
function limitsOf(validator: Validator | undefined, top = true): Facts {
  if (validator === undefined) return {};
  const [kind] = Object.keys(validator);
  switch (kind) {
    case "and":
      return Object.assign({}, ...(validator.and ?? []).map((inner) => limitsOf(inner, false)));
    case "or": {
      const [limit, empty, ...rest] = validator.or ?? [];
      expect(empty).toEqual({ equal: "" });
      expect(rest).toEqual([]);
      return { ...limitsOf(limit, false), orEmpty: true };
    }
    case "length":
    case "between": {
      const { min, max } = validator.length ?? validator.between ?? { min: null, max: null };
      return { ...(min !== null && { min }), ...(max !== null && { max }) };
    }
    case "pattern":
      return {
        pattern: validator.pattern,
        ...(validator.flags !== undefined && { flags: validator.flags }),
      };
    case "in":
      return { oneOf: [...(validator.in ?? [])].sort() };
    case "url":
      if (validator.url?.schemes == null) return { url: "any" };
      expect([...validator.url.schemes].sort()).toEqual(["http", "https"]);
      return { url: "web" };
    case "isRegexp":
      return { regexp: true };
    case "dictOf":
      expect(validator.dictOf).toEqual({ keys: "str", values: "str" });
      return {};
    case "keysPattern":
      return { keys: validator.keysPattern };
    case "type":
      return { type: validator.type };
    case "equal":
      expect(top, "a bare equality stands alone").toBe(true);
      return {};
    default:
      throw new Error(`the table has a validator we do not know: ${kind}`);
  }
}

/** A wire name or binding in the model's spelling. */
function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function fromTable(key: string | undefined, field: TableField): Facts {
  const { kind, binding, items, schema, value } = field;
  const choices =
    field.schemas && Object.entries(field.schemas).filter(([, name]) => !notOffered.has(name));
  return {
    kind,
    ...(key !== undefined && { as: camelCase(binding ?? key) }),
    ...(field.optional && { optional: true }),
    ...(field.allowNull && { nullable: true }),
    ...(field.ignoreIfNull && field.kind !== "String" && { omitNull: true }),
    ...(field.readOnly && kind !== "Constant" && { readOnly: true }),
    ...("default" in field && { default: field.default }),
    ...("value" in field && { value }),
    ...(field.preLoad && { clean: field.preLoad.map((step) => cleanings[step]).sort() }),
    ...limitsOf(field.validate),
    ...(items && { items: fromTable(undefined, items) }),
    ...(schema !== undefined && { schema }),
    ...(choices && { schemas: Object.fromEntries(choices) }),
  };
}

const notOffered = new Set(["reply_to_action_to_message"]);

function fromSpec(key: string | undefined, spec: Spec): Facts {
  const { presence } = spec;
  return {
    ...(key !== undefined && { as: presence.as ?? key }),
    ...presenceOf(presence, spec),
    ...kindOf(spec),
  };
}

function presenceOf(presence: Presence, spec: Spec): Facts {
  return {
    ...(presence.optional && { optional: true }),
    ...(presence.nullable && { nullable: true }),
    ...(presence.omitNull && spec.kind !== "text" && { omitNull: true }),
    ...(presence.readOnly && { readOnly: true }),
    ...(presence.default !== undefined && { default: presence.default }),
  };
}

function kindOf(spec: Spec): Facts {
  switch (spec.kind) {
    case "constant":
      return { kind: "Constant", value: spec.value };
    case "text": {
      const { pattern, oneOf, regexp, ...limits } = spec.limits;
      return {
        kind: regexp ? "RegexpField" : "String",
        type: "str",
        ...defined(limits),
        ...(regexp && { regexp }),
        ...(oneOf && { oneOf: [...oneOf].sort() }),
        ...(pattern && { pattern: pattern.source }),
        ...(pattern?.flags && { flags: pattern.flags }),
        ...(spec.clean.length > 0 && { clean: [...spec.clean].sort() }),
      };
    }
    case "number":
      return {
        kind: spec.integer ? "Int" : "Number",
        type: spec.integer ? "int" : "Number",
        ...bounds(spec.range),
      };
    case "flag":
      return { kind: "Bool", type: "bool" };
    case "dict":
      return { kind: "Dict", type: "dict", ...(spec.texts && { keys: spec.texts.source }) };
    case "list":
      return spec.items.kind === "oneOf"
        ? { ...choicesOf(spec.items), ...bounds(spec.range), kind: "PolymorphicList", type: "list" }
        : {
            kind: "List",
            type: "list",
            ...bounds(spec.range),
            items: fromSpec(undefined, spec.items),
          };
    case "object":
      return { kind: "Object", type: "dict", schema: spec.schema.name };
    case "oneOf":
      return { ...choicesOf(spec), kind: "PolymorphicObject", type: "dict" };
  }
}

function choicesOf({ schemas: choices }: { schemas: ReadonlyMap<string, SchemaRef> }): Facts {
  return { schemas: Object.fromEntries([...choices].map(([type, { name }]) => [type, name])) };
}

function bounds({ min, max }: Range): Facts {
  return defined({ min, max });
}

function defined(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

const additions: Readonly<Record<string, Addition>> = added;

/** The original's table with our additions in it, each in the lists that offer it too. */
function withAdditions(): Readonly<Record<string, TableEntry>> {
  const table: Record<string, TableEntry> = structuredClone(
    original as unknown as Record<string, TableEntry>, // what JSON infers is one type an entry
  );
  for (const [name, { standsIn, ...entry }] of Object.entries(additions)) {
    if (name in table) throw new Error(`additions.json: ${name} is a schema of the original`);
    table[name] = entry;
    for (const place of standsIn) {
      const [schema = "", field = ""] = place.split(".");
      const { schemas: choices } = table[schema]?.fields[field] ?? {};
      if (choices === undefined) {
        throw new Error(`additions.json: ${name} stands in ${place}, which offers no schemas`);
      }
      Object.assign(choices, { [String(entry.fields.type?.value)]: name });
    }
  }
  return table;
}

describe("our definitions are the original's, and our additions", () => {
  const registry: Readonly<Record<string, Schema>> = schemas;
  const table = withAdditions();

  it("has every schema of the tables, any action, and no other", () => {
    expect(Object.keys(schemas).sort()).toEqual([...Object.keys(table), "action"].sort());
  });

  it("has the original's 86", () => {
    expect(Object.keys(original).length).toBeGreaterThanOrEqual(86);
  });

  it("knows each schema by its own name", () => {
    for (const [name, schema] of Object.entries(registry)) expect(schema.name).toBe(name);
  });

  for (const [name, { fields, custom }] of Object.entries(table)) {
    it(`${name}`, () => {
      const theirs = Object.entries(fields)
        .filter(([key]) => `${name}.${key}` !== "customer_satisfaction_choice.matching_intent_id")
        .map(([key, field]) => [key, fromTable(key, field)]);
      const ours = Object.entries(registry[name]?.fields ?? {}).map(([key, { spec }]) => [
        key,
        fromSpec(key, spec),
      ]);
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
      expect(ours.map(([key]) => key)).toEqual(theirs.map(([key]) => key));
      expect(registry[name]?.rule !== undefined).toBe(custom === "SendChoicesListActionSchema");
    });
  }
});

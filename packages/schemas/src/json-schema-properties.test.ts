import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Schema, schemas } from "./index.ts";
import { runs } from "./internal/runs.test-helpers.ts";
import type { Range, SchemaRef, Spec, TextLimits } from "./internal/specs.ts";
import { fittingTexts, words } from "./internal/texts.test-helpers.ts";

/*
 * Wire objects of every schema whose values lie on both sides of each limit: what JSON Schema can say, it must say as `validate`
 * does. It has no words for the dialect of a regular expression, and none for what the platform drops from an address
 * or takes for a separator in it: such texts are not drawn here.
 */

const ajv = new Ajv2020({
  strict: true,
  strictTypes: true,
  strictRequired: true,
  strictTuples: true,
});

/** Anything at all, in the place of a value. */
const anything = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1.5,
  "",
  "x",
  [],
  [1],
  {},
  { type: "x" },
);

/** One character of each kind that is counted or matched in a way of its own. */
const characters = fc.constantFrom(
  "a",
  "Z",
  "é",
  "7",
  "٣",
  "_",
  "-",
  "@",
  " ",
  "\n",
  "😀",
  "\ud800",
  "İ",
  "\u212a",
);
const samples: readonly string[] = [
  "",
  "id",
  "ID",
  "color",
  "size_2",
  "12",
  "١٢",
  "a b",
  "507f191e810c19729de860ea",
  "507f191e810c19729de860e",
  "a@clustaar.com",
  "a@CLUSTAAR.com",
  "a@x.com",
  "x\n",
];
const urls: readonly string[] = [
  "https://a.example",
  "HTTP://a",
  "ftp://a/b",
  "https://",
  "https:///x",
  "//a",
  "a",
  "https://[::1]:80/x",
  "https://[::1",
  "https://me@[fe80::1%eth0]",
  "https://a?b#c",
  " https://a",
  "mailto:a@b.c",
  "javascript:x",
  "1a://b",
  "a+b.c-d://e",
];

/** Texts at the bounds of a limit, and odd ones. */
function oddTexts(limits: TextLimits): fc.Arbitrary<string> {
  if (limits.regexp)
    return fc.constantFrom(
      "",
      "^a+$",
      "x".repeat(limits.max ?? 1),
      "x".repeat((limits.max ?? 1) + 1),
    );
  const { min = 0, max = 10 } = limits;
  const lengths = fc.constantFrom(
    ...[min - 1, min, min + 1, max - 1, max, max + 1].filter((length) => length >= 0),
  );
  const counted = fc
    .tuple(lengths, characters)
    .map(([length, character]) => character.repeat(length));
  const fixed = fc.constantFrom(...samples, ...(limits.oneOf ?? []), ...(limits.url ? urls : []));
  const mixed = fc.array(characters, { maxLength: 4 }).map((all) => all.join(""));
  // No line end and no look-alike in an address.
  const plain = fc
    .oneof(counted, fixed, mixed)
    .filter((text) => !limits.url || /^[\x20-\x7eé]*$/.test(text));
  const long = fc
    .tuple(lengths, fc.constantFrom(...urls))
    .map(([length, url]) => url.padEnd(length, "x"));
  return limits.url ? fc.oneof(plain, long) : plain;
}

function oddNumbers({ min = -3, max = 3 }: Range): fc.Arbitrary<number> {
  return fc.constantFrom(min - 1, min, min + 0.5, max, max + 0.5, max + 1, 0, 2 ** 53);
}

function oddCounts({ min = 0, max = 2 }: Range): number[] {
  return [min - 1, min, max, max + 1].filter((count) => count >= 0);
}

/** Values that fit, but for what is nested in them. */
function values(spec: Spec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case "constant":
      return fc.constant(spec.value);
    case "text":
      return fittingTexts(spec.limits);
    case "number": {
      const { min = -3, max = 3 } = spec.range;
      return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
    }
    case "flag":
      return fc.boolean();
    case "dict":
      return fc.dictionary(fc.constantFrom("color", "size_2"), words, { maxKeys: 2 });
    case "list": {
      const { min = 0, max = 2 } = spec.range;
      return listsOf(spec.items, [Math.max(min, 1), Math.max(min, Math.min(max, 2))]);
    }
    case "object":
      return wires(spec.schema);
    case "oneOf":
      return fc.oneof(...[...spec.schemas.values()].map(wires));
  }
}

/** Values on either side of a limit. */
function edges(spec: Spec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case "text":
      return oddTexts(spec.limits);
    case "number":
      return oddNumbers(spec.range);
    case "dict":
      return fc.dictionary(fc.constantFrom(...samples, "😀"), fc.oneof(words, anything), {
        maxKeys: 2,
      });
    case "list":
      return listsOf(spec.items, oddCounts(spec.range));
    default:
      return anything;
  }
}

function listsOf(items: Spec, lengths: readonly number[]): fc.Arbitrary<unknown[]> {
  return fc
    .constantFrom(...lengths)
    .chain((length) => fc.array(slots(items), { minLength: length, maxLength: length }));
}

/** A value of a field: most fit, so that what holds many of them passes often enough. */
function slots(spec: Spec): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 40, arbitrary: values(spec) },
    { weight: 2, arbitrary: edges(spec) },
    { weight: 1, arbitrary: anything },
  );
}

const made = new Map<SchemaRef, fc.Arbitrary<Record<string, unknown>>>();

function wires(schema: SchemaRef): fc.Arbitrary<Record<string, unknown>> {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const fields = Object.entries(schema.fields).map(
    ([key, { spec }]) => [key, slots(spec)] as const,
  );
  const required = Object.keys(schema.fields).filter(
    (key) => schema.fields[key]?.spec.presence.optional !== true,
  );
  const properties: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(fields);
  const whole = fc.record(properties, {
    requiredKeys: required,
    noNullPrototype: true,
  });
  // One key less now and then, and one that nobody knows.
  const all = fc.tuple(whole, fc.nat(), fc.nat({ max: 30 })).map(([wire, at, choice]) => {
    if (choice === 0) return { ...wire, zzz: 1 };
    if (choice > 1) return wire;
    const keys = Object.keys(wire);
    return Object.fromEntries(
      Object.entries(wire).filter(([key]) => key !== keys[at % keys.length]),
    );
  });
  made.set(schema, all);
  return all;
}

describe("the JSON Schema says what validate says", () => {
  for (const [name, schema] of Object.entries(schemas as Readonly<Record<string, Schema>>)) {
    it(name, () => {
      const check = ajv.compile(schema.toJSONSchema());
      const verdicts = { true: 0, false: 0 };
      fc.assert(
        fc.property(slots(schema["~spec"]), (wire) => {
          const { success } = schema.validate(wire);
          verdicts[`${success}`]++;
          expect(check(wire), JSON.stringify(check.errors)).toBe(success);
        }),
        { numRuns: runs(1_000) },
      );
      expect(verdicts.true, "that pass").toBeGreaterThan(0);
      expect(verdicts.false, "that do not").toBeGreaterThan(0);
    });
  }
});

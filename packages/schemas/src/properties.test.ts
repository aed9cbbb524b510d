import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Schema, SchemaError, schemas } from "./index.ts";
import { isObject } from "./internal/decode.ts";
import { issuesOf } from "./internal/issues.ts";
import { runs } from "./internal/runs.test-helpers.ts";
import type { SchemaRef, Spec } from "./internal/specs.ts";
import { fittingTexts, words } from "./internal/texts.test-helpers.ts";
import { zodOf } from "./zod.ts";

/* Models of every schema, generated from its fields: what a table can say, a test can try. */

const registry: Readonly<Record<string, Schema>> = schemas;
// Through JSON once, which knows no -0.
const json = fc
  .jsonValue({ maxDepth: 3, depthSize: "small" })
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
const dicts = fc.dictionary(
  fc.oneof(fc.constantFrom("__proto__", "constructor", "toString", "a b"), fc.string()),
  json,
  { maxKeys: 4 },
);

function valuesOf(spec: Spec): fc.Arbitrary<unknown> {
  switch (spec.kind) {
    case "constant":
      return fc.constant(typeof spec.value === "string" ? spec.value : []);
    case "text":
      return fittingTexts(spec.limits);
    case "number": {
      const { min = -1000, max = 1000 } = spec.range;
      return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
    }
    case "flag":
      return fc.boolean();
    case "dict":
      return spec.texts === undefined
        ? dicts
        : fc.dictionary(fc.constantFrom("plan", "city", "__proto__", "名"), words);
    case "list": {
      const { min = 0, max = 3 } = spec.range;
      return fc.array(valuesOf(spec.items), {
        minLength: min,
        maxLength: Math.max(min, Math.min(max, 3)),
      });
    }
    case "object":
      return modelsOf(spec.schema);
    case "oneOf":
      return fc.oneof(...[...spec.schemas.values()].map((schema) => modelsOf(schema)));
  }
}

/** Models of a schema, or of any of a union's. */
function objectsOf(schema: Schema): fc.Arbitrary<Record<string, unknown>> {
  return valuesOf(schema["~spec"]) as fc.Arbitrary<Record<string, unknown>>;
}

const made = new Map<SchemaRef, fc.Arbitrary<Record<string, unknown>>>();

function modelsOf(schema: SchemaRef): fc.Arbitrary<Record<string, unknown>> {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const properties: Record<string, fc.Arbitrary<unknown>> = {};
  const requiredKeys: string[] = [];
  for (const [key, { spec }] of Object.entries(schema.fields)) {
    const { as = key, optional, nullable, omitNull, default: absent } = spec.presence;
    const values = valuesOf(spec);
    properties[as] = nullable && !omitNull ? fc.oneof(values, fc.constant(null)) : values;
    if (!optional || absent !== undefined || spec.kind === "constant") requiredKeys.push(as);
  }
  // The prefix makes sure that no field has this key.
  const extra = fc
    .dictionary(
      fc.oneof(
        fc.constant("__proto__"),
        fc.string().map((key) => `~${key}`),
      ),
      json,
      {
        minKeys: 1,
        maxKeys: 2,
      },
    )
    .map(plain);
  const plainModels = fc.record(properties, { requiredKeys, noNullPrototype: true });
  const models = fc.oneof(
    { weight: 4, arbitrary: plainModels },
    {
      weight: 1,
      arbitrary: fc.tuple(plainModels, extra).map(([model, more]) => ({ ...model, extra: more })),
    },
  );
  made.set(schema, models);
  return models;
}

/** The same keys on a plain object, `__proto__` among them as an own key. */
function plain(source: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(source));
}

describe("models of every schema", () => {
  for (const [name, schema] of Object.entries(registry)) {
    it(`${name} comes back as it went`, () => {
      fc.assert(
        fc.property(objectsOf(schema), (model) => {
          const wire = schema.encode(model);
          const sent = JSON.parse(JSON.stringify(wire));
          const back = schema.decode(sent);
          expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(model)));
          expect(schema.encode(back)).toEqual(wire);
        }),
        { numRuns: 60 },
      );
    });

    it(`${name} still passes after the round trip`, () => {
      let passed = 0;
      fc.assert(
        fc.property(objectsOf(schema), (model) => {
          const wire = schema.encode(model);
          if (!schema.validate(wire).success) return;
          passed++;
          expect(schema.validate(schema.encode(schema.decode(wire)))).toEqual({ success: true });
        }),
        { numRuns: 60 },
      );
      expect(passed, "models that pass").toBeGreaterThan(10);
    });
  }
});

describe("any JSON", () => {
  const wires = fc.oneof(
    json,
    fc.constantFrom(...Object.keys(registry)).chain((name) =>
      // A model on the wire, with one of its values swapped for anything.
      fc.tuple(objectsOf(registry[name] as Schema), fc.nat(), json).map(([model, at, value]) => {
        const wire = { ...(registry[name] as Schema).encode(model) };
        const keys = Object.keys(wire);
        const key = keys[at % Math.max(keys.length, 1)];
        return key === undefined ? wire : { ...wire, [key]: value };
      }),
    ),
  );

  it("never makes validate or encode throw, and decode throws SchemaErrors alone", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(registry)), wires, (name, wire) => {
        const schema = registry[name] as Schema;
        const result = schema.validate(wire);
        if (!result.success) expect(result.issues.length).toBeGreaterThan(0);
        expect(result.success, "the check and zod").toBe(zodOf(schema).safeParse(wire).success);
        schema.encode(wire);
        const fits = issuesOf(schema["~spec"], wire, "shape").length === 0;
        try {
          const model = schema.decode(wire);
          expect(fits, "decode takes what its reasons refuse").toBe(true);
          // Whatever is no action is written as it came.
          if (name === "action" && !isObject(wire)) expect(schema.encode(model)).toBe(wire);
          else expect(schema.encode(model)).toBeTypeOf("object");
        } catch (error) {
          expect(error).toBeInstanceOf(SchemaError);
          if (!(error instanceof SchemaError)) return;
          expect(error.code).toBe("schema_invalid");
          expect(error.issues.length).toBeGreaterThan(0);
          expect(fits).toBe(false);
        }
      }),
      { numRuns: runs(5000) },
    );
  });

  it("never touches a prototype", () => {
    const keys = ["__proto__", "constructor", "prototype"];
    const hostile = fc
      .tuple(fc.constantFrom(...Object.keys(registry)), fc.constantFrom(...keys), json)
      .chain(([name, key, value]) =>
        objectsOf(registry[name] as Schema).map((model) => {
          const schema = registry[name] as Schema;
          const text = JSON.stringify(schema.encode(model));
          const inside = `${JSON.stringify(key)}:{"polluted":true,"value":${JSON.stringify(value)}}`;
          const wire: unknown = JSON.parse(
            text === "{}" ? `{${inside}}` : `{${inside},${text.slice(1)}`,
          );
          return { name, wire };
        }),
      );
    fc.assert(
      fc.property(hostile, ({ name, wire }) => {
        const schema = registry[name] as Schema;
        schema.validate(wire);
        const model = schema.decode(wire) as Record<string, unknown>;
        const back = schema.encode(model);
        for (const made of [model, model.extra, back, {}]) {
          if (made === undefined) continue;
          expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
          expect((made as Record<string, unknown>).polluted).toBeUndefined();
        }
        expect(JSON.parse(JSON.stringify(back))).toEqual(wire);
      }),
      { numRuns: 1000 },
    );
  });
});

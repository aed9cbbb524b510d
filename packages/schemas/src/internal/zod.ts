import { z } from "zod";
import { isObject } from "./decode.ts";
import { type Broken, brokenCount, brokenNumber, brokenText, described } from "./limits.ts";
import { discriminator, type SchemaRef, type Spec, type SpecOf } from "./specs.ts";
import { wrongType } from "./wrong-type.ts";

/**
 * `whole`: with all that it nests, for users to compose. `check`: every nested object is one call away instead of a part of
 * the schema, so that only what is met is ever compiled. Both are strict: every limit holds.
 */
type Extent = "whole" | "check";

type ZodObject = z.ZodType<Record<string, unknown>>;

const made = {
  whole: new WeakMap<SchemaRef, ZodObject>(),
  check: new WeakMap<SchemaRef, ZodObject>(),
};

/** The zod schema of a wire object, made on first use and shared by all that nest it. */
export function zodOf(schema: SchemaRef, extent: Extent): ZodObject {
  const known = made[extent].get(schema);
  if (known !== undefined) return known;
  const shape: Record<string, z.ZodType> = {};
  for (const [key, { spec }] of Object.entries(schema.fields)) {
    shape[key] = slot(spec, extent);
  }
  const expected = "expected an object";
  const params = {
    error: ({ input }: { readonly input?: unknown }) => `${expected}, got ${described(input)}`,
  };
  // What users parse with keeps unknown keys, as decoding does; where only the answer counts, copying them costs.
  let zod: ZodObject = extent === "whole" ? z.looseObject(shape, params) : z.object(shape, params);
  const { rule } = schema;
  if (rule !== undefined) {
    zod = zod.check((context) => {
      for (const finding of rule.findings(context.value)) {
        context.issues.push({
          code: "custom",
          path: [...finding.path],
          message: finding.message,
          input: context.value,
        });
      }
    });
  }
  made[extent].set(schema, zod);
  return zod;
}

/** A field with its presence. */
function slot(spec: Spec, extent: Extent): z.ZodType {
  const { optional, nullable } = spec.presence;
  const value = zodOfValue(spec, extent);
  const orNull = nullable ? value.nullable() : value;
  return optional ? orNull.optional() : orNull;
}

function zodOfValue(spec: Spec, extent: Extent): z.ZodType {
  switch (spec.kind) {
    case "constant":
      return constantOf(spec);
    case "text":
      return textOf(spec);
    case "number":
      return numberOf(spec);
    case "flag":
      return z.boolean({ error: wrong("true or false") });
    case "dict":
      return extent === "check" ? z.custom((value) => passesDict(spec, value)) : dictOf(spec);
    case "list":
      return extent === "check" ? z.custom(listCheck(spec)) : listOf(spec);
    case "object":
      return extent === "check" ? z.custom(itemCheck(spec)) : zodOf(spec.schema, extent);
    case "oneOf":
      return extent === "check" ? z.custom(itemCheck(spec)) : oneOf(spec);
  }
}

function constantOf({ value }: SpecOf<"constant">): z.ZodType {
  return typeof value === "string"
    ? z.literal(value, { error: wrong(JSON.stringify(value)) })
    : z
        .array(z.never(), { error: wrong("an empty list") })
        .max(0, { error: wrong("an empty list") });
}

function textOf({ limits }: SpecOf<"text">): z.ZodType {
  const text = z.string({ error: wrong("text") });
  const unlimited = Object.values(limits).every((limit) => limit === undefined);
  if (unlimited) return text;
  return text.refine(
    (value) => brokenText(limits, value) === undefined,
    limited<string>((value) => brokenText(limits, value)),
  );
}

function numberOf({ integer, range }: SpecOf<"number">): z.ZodType {
  const number = z.number({ error: wrong(integer ? "a whole number" : "a number") });
  return number.refine(
    (value) => brokenNumber(range, integer, value) === undefined,
    limited<number>((value) => brokenNumber(range, integer, value)),
  );
}

function dictOf({ texts }: SpecOf<"dict">): z.ZodType {
  const dict = z.custom<Record<string, unknown>>(isObject, { error: wrong("an object") });
  if (texts === undefined) return dict;
  return dict.check((context) => {
    for (const key of Object.keys(context.value)) {
      const value = context.value[key];
      if (typeof value !== "string") {
        const message = `expected text, got ${described(value)}`;
        context.issues.push({
          code: "custom",
          path: [key],
          message,
          input: value,
        });
      } else if (!texts.regexp.test(key)) {
        const message = `a key of ${texts.says}, got ${described(key)}`;
        context.issues.push({
          code: "custom",
          path: [key],
          message,
          input: value,
        });
      }
    }
  });
}

function listOf({ items, range }: SpecOf<"list">): z.ZodType {
  const list = z.array(zodOfValue(items, "whole"), { error: wrong("a list") });
  if (range.min === undefined && range.max === undefined) return list;
  return list.refine(
    (value) => brokenCount(range, value.length) === undefined,
    limited<unknown[]>((value) => brokenCount(range, value.length)),
  );
}

function oneOf({ schemas }: SpecOf<"oneOf">): z.ZodType {
  const options = [...schemas.values()].map((schema) => zodOf(schema, "whole"));
  const types = [...schemas.values()].map(discriminator);
  return z.discriminatedUnion(
    "type",
    // zod asks for a list that is known not to be empty, and for options it can look into: these are its own objects.
    options as unknown as [z.ZodObject, ...z.ZodObject[]],
    {
      error: ({ input }) =>
        isObject(input)
          ? wrongType(types, input.type)
          : `expected an object, got ${described(input)}`,
    },
  );
}

/** How often a schema is checked before it is compiled. */
const warm = 20;
const checkers = new WeakMap<SchemaRef, { zod: ZodObject; met: number }>();

/**
 * Whether a wire value passes the strict schema. Compiling takes milliseconds, which the first answer
 * after a cold start should not pay: a schema is compiled once it has proved to be in use.
 */
export function passes(schema: SchemaRef, wire: unknown): boolean {
  let checker = checkers.get(schema);
  if (checker === undefined) {
    checker = { zod: zodOf(schema, "check"), met: 0 };
    checkers.set(schema, checker);
  }
  // Where code generation is forbidden, zod hands the schema back uncompiled, silently.
  if (++checker.met === warm) checker.zod = z.compile(checker.zod);
  return z.validate(checker.zod, wire);
}

function passesOne({ schemas }: SpecOf<"oneOf">, wire: unknown): boolean {
  if (!isObject(wire) || typeof wire.type !== "string") return false;
  const schema = schemas.get(wire.type);
  return schema !== undefined && passes(schema, wire);
}

type Check = (value: unknown) => boolean;

/** Stops at the first item that does not pass: zod would note 350,000 of them, which takes seconds. */
function listCheck({ items, range }: SpecOf<"list">): Check {
  const passesItem = itemCheck(items);
  return (value) =>
    Array.isArray(value) &&
    brokenCount(range, value.length) === undefined &&
    value.every((item) => passesItem(item));
}

function itemCheck(spec: Spec): Check {
  switch (spec.kind) {
    case "text":
      return (value) => typeof value === "string" && brokenText(spec.limits, value) === undefined;
    case "object":
      return (value) => passes(spec.schema, value);
    case "oneOf":
      return (value) => passesOne(spec, value);
    default: {
      const zod = zodOfValue(spec, "check");
      return (value) => z.validate(zod, value);
    }
  }
}

/** Stops at the first key or value that does not pass, as lists do. */
function passesDict({ texts }: SpecOf<"dict">, value: unknown): boolean {
  if (!isObject(value)) return false;
  if (texts === undefined) return true;
  for (const key of Object.keys(value)) {
    if (typeof value[key] !== "string" || !texts.regexp.test(key)) return false;
  }
  return true;
}

type ErrorOf = (issue: { readonly input?: unknown }) => string;

function wrong(expected: string): ErrorOf {
  return ({ input }) => `expected ${expected}, got ${described(input)}`;
}

/** How a broken limit is told. */
function limited<T>(broken: (value: T) => Broken | undefined) {
  // zod hands the value that the check has just refused, which is of the type it was checked as.
  return {
    error: ({ input }: { readonly input?: unknown }) => broken(input as T)?.message,
  };
}

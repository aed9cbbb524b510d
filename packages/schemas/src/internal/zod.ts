import * as z from "zod";
import { isObject } from "./decode.ts";
import { type Broken, brokenCount, brokenNumber, brokenText, described } from "./limits.ts";
import { discriminator, type SchemaRef, type Spec, type SpecOf } from "./specs.ts";
import { wrongType } from "./wrong-type.ts";

type ZodObject = z.ZodType<Record<string, unknown>>;

const made = new WeakMap<SchemaRef, ZodObject>();

/** The zod schema of a wire object, made on first use and shared by all that nest it. */
function objectOf(schema: SchemaRef): ZodObject {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const shape: Record<string, z.ZodType> = {};
  for (const [key, { spec }] of Object.entries(schema.fields)) {
    shape[key] = slot(spec);
  }
  const expected = "expected an object";
  const params = {
    error: ({ input }: { readonly input?: unknown }) => `${expected}, got ${described(input)}`,
  };
  // Unknown keys are kept, as decoding does.
  let zod: ZodObject = z.looseObject(shape, params);
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
  made.set(schema, zod);
  return zod;
}

/** A field with its presence. */
function slot(spec: Spec): z.ZodType {
  const { optional, nullable } = spec.presence;
  const value = zodOfValue(spec);
  const orNull = nullable ? value.nullable() : value;
  return optional ? orNull.optional() : orNull;
}

/** The zod schema of a value, without its presence. */
export function zodOfValue(spec: Spec): z.ZodType {
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
      return dictOf(spec);
    case "list":
      return listOf(spec);
    case "object":
      return objectOf(spec.schema);
    case "oneOf":
      return oneOf(spec);
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
  const list = z.array(zodOfValue(items), { error: wrong("a list") });
  if (range.min === undefined && range.max === undefined) return list;
  return list.refine(
    (value) => brokenCount(range, value.length) === undefined,
    limited<unknown[]>((value) => brokenCount(range, value.length)),
  );
}

function oneOf({ schemas }: SpecOf<"oneOf">): z.ZodType {
  const options = [...schemas.values()].map((schema) => objectOf(schema));
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

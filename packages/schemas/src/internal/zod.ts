import { z } from "zod";
import { isObject } from "./decode.ts";
import { type Broken, brokenCount, brokenNumber, brokenText, described, listed } from "./limits.ts";
import { discriminator, type SchemaRef, type Spec, type SpecOf } from "./specs.ts";

/**
 * `strict`: every limit, what we send. `shape`: what decode asks for, so that a notification that
 * cannot be decoded is told why. `check`: as strict, but every nested object is one call away
 * instead of a part of the schema, so that only what is met is ever compiled.
 */
export type Strictness = "strict" | "shape" | "check";

type ZodObject = z.ZodType<Record<string, unknown>>;

const made = {
  strict: new WeakMap<SchemaRef, ZodObject>(),
  shape: new WeakMap<SchemaRef, ZodObject>(),
  check: new WeakMap<SchemaRef, ZodObject>(),
};

/** The zod schema of a wire object, made on first use and shared by all that nest it. */
export function zodOf(schema: SchemaRef, strictness: Strictness): ZodObject {
  const known = made[strictness].get(schema);
  if (known !== undefined) return known;
  const shape: Record<string, z.ZodType> = {};
  for (const [key, { spec }] of Object.entries(schema.fields)) {
    shape[key] = slot(spec, strictness, schema.tolerant === true);
  }
  const expected = "expected an object";
  const params = {
    error: ({ input }: { readonly input?: unknown }) => `${expected}, got ${described(input)}`,
  };
  // What users parse with keeps unknown keys, as decoding does; where only the answer counts, copying them costs.
  let zod: ZodObject =
    strictness === "strict" ? z.looseObject(shape, params) : z.object(shape, params);
  const { rule } = schema;
  if (rule !== undefined && strictness !== "shape") {
    zod = zod.check((context) => {
      for (const finding of rule.findings(context.value)) {
        context.issues.push({
          code: "custom",
          path: [...finding.path],
          message: finding.message,
          params: { code: finding.code },
          input: context.value,
        });
      }
    });
  }
  made[strictness].set(schema, zod);
  return zod;
}

/** A field with its presence: absent and null as the strictness has it. */
function slot(spec: Spec, strictness: Strictness, tolerant: boolean): z.ZodType {
  const { optional, nullable, missing } = spec.presence;
  // What does not fit a part of a notification is kept in `extra`, if the field can do without.
  if (tolerant && strictness === "shape" && (missing !== undefined || optional || nullable))
    return z.unknown().optional();
  const value = zodOfValue(spec, strictness);
  if (strictness !== "shape") {
    const orNull = nullable ? value.nullable() : value;
    return optional ? orNull.optional() : orNull;
  }
  if (missing !== undefined || optional || nullable) return value.nullish();
  return spec.presence.default === undefined ? value : value.optional();
}

function zodOfValue(spec: Spec, strictness: Strictness): z.ZodType {
  switch (spec.kind) {
    case "constant":
      return constantOf(spec);
    case "text":
      return textOf(spec, strictness);
    case "number":
      return numberOf(spec, strictness);
    case "flag":
      return z.boolean({ error: wrong("true or false") });
    case "dict":
      return dictOf(spec, strictness);
    case "list":
      return listOf(spec, strictness);
    case "object":
      if (spec.carryUnknown && strictness === "shape") return anything();
      if (strictness === "check") return z.custom((value) => passes(spec.schema, value));
      return zodOf(spec.schema, strictness);
    case "oneOf":
      if (spec.carryUnknown && strictness === "shape") return anything();
      if (spec.chosenBy !== undefined && strictness === "shape") return anyObject();
      if (strictness === "check") return z.custom((value) => passesOne(spec, value));
      return oneOf(spec, strictness);
  }
}

/** Whatever is there is carried as unknown where it does not fit; but something must be there. */
function anything(): z.ZodType {
  return z.custom((value) => value !== undefined, { error: wrong("an object") });
}

/** An event that nobody knows is handed over as it came. */
function anyObject(): z.ZodType {
  return z.custom(isObject, { error: wrong("an object") });
}

function constantOf({ value }: SpecOf<"constant">): z.ZodType {
  return typeof value === "string"
    ? z.literal(value, { error: wrong(JSON.stringify(value)) })
    : z
        .array(z.never(), { error: wrong("an empty list") })
        .max(0, { error: wrong("an empty list") });
}

function textOf({ limits }: SpecOf<"text">, strictness: Strictness): z.ZodType {
  const text = z.string({ error: wrong("text") });
  const unlimited = Object.values(limits).every((limit) => limit === undefined);
  if (strictness === "shape" || unlimited) return text;
  return text.refine(
    (value) => brokenText(limits, value) === undefined,
    limited<string>((value) => brokenText(limits, value)),
  );
}

function numberOf({ integer, range }: SpecOf<"number">, strictness: Strictness): z.ZodType {
  const number = z.number({ error: wrong(integer ? "a whole number" : "a number") });
  const bounds = strictness !== "shape" ? range : {};
  return number.refine(
    (value) => brokenNumber(bounds, integer, value) === undefined,
    limited<number>((value) => brokenNumber(bounds, integer, value)),
  );
}

function dictOf({ texts }: SpecOf<"dict">, strictness: Strictness): z.ZodType {
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
          params: { code: "wrong_type" },
          input: value,
        });
      } else if (strictness !== "shape" && !texts.regexp.test(key)) {
        const message = `a key of ${texts.says}, got ${described(key)}`;
        context.issues.push({
          code: "custom",
          path: [key],
          message,
          params: { code: "key" },
          input: value,
        });
      }
    }
  });
}

function listOf({ items, range }: SpecOf<"list">, strictness: Strictness): z.ZodType {
  const list = z.array(zodOfValue(items, strictness), { error: wrong("a list") });
  if (strictness === "shape" || (range.min === undefined && range.max === undefined)) return list;
  return list.refine(
    (value) => brokenCount(range, value.length) === undefined,
    limited<unknown[]>((value) => brokenCount(range, value.length)),
  );
}

function oneOf({ schemas }: SpecOf<"oneOf">, strictness: Strictness): z.ZodType {
  const options = [...schemas.values()].map((schema) => zodOf(schema, strictness));
  const types = listed([...schemas.values()].map(discriminator));
  return z.discriminatedUnion(
    "type",
    // zod asks for a list that is known not to be empty, and for options it can look into: these are its own objects.
    options as unknown as [z.ZodObject, ...z.ZodObject[]],
    {
      error: ({ input }) =>
        isObject(input)
          ? `expected one of ${types}, got ${described(input.type)}`
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

type ErrorOf = (issue: { readonly input?: unknown }) => string;

function wrong(expected: string): ErrorOf {
  return ({ input }) => `expected ${expected}, got ${described(input)}`;
}

/** How a broken limit is told: by zod's own message, and to us by `params.broken`, which knows the code. */
function limited<T>(broken: (value: T) => Broken | undefined) {
  return {
    // zod hands the value that the check has just refused, which is of the type it was checked as.
    error: ({ input }: { readonly input?: unknown }) => broken(input as T)?.message,
    params: { broken },
  };
}

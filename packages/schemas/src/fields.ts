import type { Clean } from "./internal/clean.ts";
import { inOrder } from "./internal/clean.ts";
import type { WirePattern } from "./internal/python-text.ts";
import type { Presence, Range, Spec, TextLimits } from "./internal/specs.ts";
import { discriminator } from "./internal/specs.ts";
import type { SchemaTable } from "./schema-table.ts";

declare const model: unique symbol;
declare const presence: unique symbol;

/** One field: a spec at run time, and for the compiler its value in a model and its presence. */
export interface Field<Value = unknown, P = unknown> {
  readonly spec: Spec;
  readonly [model]?: Value;
  readonly [presence]?: P;
}

/**
 * The fields of one schema by the model's names for them. The docstring of a field is that of the
 * model's property: the types below keep it, because they take their keys from the table as they are.
 */
export type Fields = Readonly<Record<string, Field>>;

/** Every model can carry keys that its schema does not know. */
export interface Extra {
  /** Unknown keys of the wire, and what did not fit the notification's field of that key: written back. */
  extra?: Record<string, unknown>;
}

/**
 * An action, input or attachment that this version does not know, or whose shape does not fit:
 * carried, and written back untouched.
 */
export interface Unknown {
  /** Always `unknown`. */
  type: "unknown";
  /** Exactly what came. */
  wire: unknown;
}

/** An action that this version does not know, or that does not fit: see {@link Unknown}. */
export type UnknownAction = Unknown;

/**
 * What a session or a payload may contain: what JSON can write. Not a promise, which a forgotten `await`
 * leaves there, a function, a `Map`, a `Set` or a bigint.
 */
export type Json = string | number | boolean | null | undefined | readonly Json[] | JsonObject;

/** An object that JSON can write; what it holds is only checked when it is written. */
interface JsonObject {
  // biome-ignore lint/suspicious/noExplicitAny: of all index signatures only this one takes values whose type is an interface
  readonly [key: string]: any;
  // The compiler prints these texts where something else stands in the place of JSON. No JSON is one of them.
  /** A promise has one. */
  readonly then?: "a promise is not JSON: is an `await` missing?";
  /** A function has one. */
  readonly bind?: "a function is not JSON: are its parentheses missing?";
  /** A `Map` and a `Set` have one. */
  readonly [Symbol.iterator]?: "a Map or a Set is not JSON: make an object or a list of it";
}

type ValueOf<F> = F extends Field<infer V, infer _> ? V : never;
type PresenceOf<F> = F extends Field<infer _, infer P> ? P : never;
type Nullable<F> =
  PresenceOf<F> extends { omitNull: true } | { constant: true }
    ? ValueOf<F>
    : PresenceOf<F> extends { nullable: true } | { missing: "null" }
      ? ValueOf<F> | null
      : ValueOf<F>;

/** Whether a decoded model may lack the field. */
type MayLack<F> =
  PresenceOf<F> extends { default: unknown }
    ? false
    : PresenceOf<F> extends { optional: true; constant: true }
      ? false
      : PresenceOf<F> extends { optional: true }
        ? true
        : false;
/** Whether a builder takes the field, needs it, or can do without. */
type Asked<F> =
  PresenceOf<F> extends { constant: true }
    ? "never"
    : PresenceOf<F> extends { optional: true } | { default: unknown } | { nullable: true }
      ? "optional"
      : "required";

type Always<F> = { [K in keyof F]: MayLack<F[K]> extends true ? never : K }[keyof F];
type AskedAs<F, How> = { [K in keyof F]: Asked<F[K]> extends How ? K : never }[keyof F];
type Sure<F, K extends keyof F> = { -readonly [P in K]: Nullable<F[P]> };
type Maybe<F, K extends keyof F> = { -readonly [P in K]?: Nullable<F[P]> };

/** The model of a table of fields: plain and mutable. */
export type ModelOf<F extends Fields> = Sure<F, Always<F>> & Maybe<F, Exclude<keyof F, Always<F>>>;

/** What a builder takes: the model without its constants; what has a default, or may be null, is optional. */
export type InitOf<F extends Fields> = Sure<F, AskedAs<F, "required">> &
  Maybe<F, AskedAs<F, "optional">>;

type AnySchema = SchemaTable<string, unknown>;
type ModelIn<S> = S extends SchemaTable<string, infer M> ? M : never;

function field<V, P>(spec: Spec): Field<V, P> {
  return { spec };
}

function only<P extends Presence>(options: Presence | undefined): P {
  const { wire, optional, nullable, omitNull, readOnly, missing } = options ?? {};
  const kept: Presence = { wire, optional, nullable, omitNull, readOnly, missing };
  // `default: undefined` and no default must not be told apart by accident.
  return (options?.default === undefined ? kept : { ...kept, default: options.default }) as P;
}

/** A value that never varies: a schema's `type`. */
export function constant<const V extends string | readonly never[], const P extends Presence>(
  value: V,
  options?: P,
): Field<V extends string ? V : never[], P & { constant: true }> {
  return field({ kind: "constant", value, presence: only(options) });
}

/**
 * A text: lengths are in code points; `clean` lists what decoding does to it; `whole` is for texts that are useless when they are
 * cut, such as an address.
 */
export function text<const V extends string, const P extends TextLimits & Presence>(
  options?: P & { oneOf?: readonly V[]; clean?: readonly Clean[]; whole?: true },
): Field<
  P extends { oneOf: readonly (infer T extends string)[] }
    ? P extends { orEmpty: true }
      ? T | ""
      : T
    : string,
  P
> {
  const {
    min,
    max,
    pattern,
    url,
    oneOf,
    orEmpty,
    regexp,
    clean = [],
    whole = false,
  } = options ?? {};
  const limits: TextLimits = { min, max, pattern, url, oneOf, orEmpty, regexp };
  return field({ kind: "text", limits, clean: inOrder(clean), whole, presence: only(options) });
}

/** A number, bounds included. */
export function number<const P extends Range & Presence>(options?: P): Field<number, P> {
  const range: Range = { min: options?.min, max: options?.max };
  return field({ kind: "number", integer: false, range, presence: only(options) });
}

/** A whole number, bounds included; above 2^53 JavaScript loses digits. */
export function integer<const P extends Range & Presence>(options?: P): Field<number, P> {
  const range: Range = { min: options?.min, max: options?.max };
  return field({ kind: "number", integer: true, range, presence: only(options) });
}

/** True or false. */
export function flag<const P extends Presence>(options?: P): Field<boolean, P> {
  return field({ kind: "flag", presence: only(options) });
}

/** An object with keys of the bot's own and any JSON as values. */
export function dict<const P extends Presence>(options?: P): Field<Record<string, Json>, P> {
  return field({ kind: "dict", presence: only(options) });
}

/** An object with keys of the bot's own, each matching `keys`, and texts as values. */
export function dictOfTexts<const P extends Presence>(
  keys: WirePattern,
  options?: P,
): Field<Record<string, string>, P> {
  return field({ kind: "dict", texts: keys, presence: only(options) });
}

/** A list of one kind of item; `min` and `max` count items. */
export function list<V, I, const P extends Range & Presence>(
  items: Field<V, I>,
  options?: P,
): Field<V[], I extends { max: infer Each extends number } ? P & { each: Each } : P> {
  const range: Range = { min: options?.min, max: options?.max };
  return field({ kind: "list", items: items.spec, range, presence: only(options) });
}

/** An object of one schema. */
export function object<S extends AnySchema, const P extends Presence>(
  schema: S,
  options?: P,
): Field<ModelIn<S>, P> {
  return field({ kind: "object", schema, carryUnknown: false, presence: only(options) });
}

/** An object of one of several schemas, told apart by `type`. */
export function oneOf<const S extends readonly AnySchema[], const P extends Presence>(
  schemas: S,
  options?: P,
): Field<ModelIn<S[number]>, P> {
  const byType = new Map(schemas.map((schema) => [discriminator(schema), schema]));
  return field({ kind: "oneOf", schemas: byType, carryUnknown: false, presence: only(options) });
}

/**
 * What happened, read by the schema of its topic: that of `topics` which the text under the key `topic`
 * names, else the one with its own `type`, else handed over as it came. Its type is the notification's to say.
 */
export function eventOf<const P extends Presence>(
  topics: Readonly<Record<string, AnySchema>>,
  options?: P,
): Field<unknown, P> {
  const schemas = Object.values(topics);
  const byType = new Map(schemas.map((schema) => [discriminator(schema), schema]));
  const chosenBy = { key: "topic", schemas: new Map(Object.entries(topics)) };
  return field({
    kind: "oneOf",
    schemas: byType,
    carryUnknown: false,
    chosenBy,
    presence: only(options),
  });
}

/**
 * The same slot, where what is not known or does not fit is carried as {@link Unknown} instead of
 * failing what surrounds it: actions, inputs and attachments.
 */
export function orUnknown<V, P>(slot: Field<V, P>): Field<V | Unknown, P> {
  const { spec } = slot;
  if (spec.kind !== "object" && spec.kind !== "oneOf") {
    throw new TypeError(`only an object can be carried as unknown, not a ${spec.kind}`);
  }
  return field({ ...spec, carryUnknown: true });
}

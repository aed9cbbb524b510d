import type { Fields } from "./fields.ts";
import { instead, isObject } from "./internal/decode.ts";
import { described } from "./internal/limits.ts";
import { planOf } from "./internal/plan.ts";
import type { Rule, SchemaRef } from "./internal/specs.ts";
import { ownUnknownKeys } from "./internal/unknown-keys.ts";
import { SchemaError } from "./schema-error.ts";

declare const model: unique symbol;

/**
 * One wire schema as data, for its builder, for the fields that nest it, and for `schemas`, which makes it check and map:
 * a bot that only builds needs none of that code.
 */
export interface SchemaTable<Name extends string = string, Model = unknown> extends SchemaRef {
  /** The name of the schema, as in `schemas`. */
  readonly name: Name;
  readonly [model]?: Model;
}

/**
 * Makes the table of a schema.
 *
 * The model's type is given by name (`defineSchema<"card", Card>`), because an interface reads better
 * in an editor than the type it was computed from.
 */
export function defineSchema<Name extends string, Model>(
  name: Name,
  fields: Fields,
  { rule, tolerant = false }: SchemaOptions = {},
): SchemaTable<Name, Model> {
  return { name, fields: byWireKey(fields), rule, tolerant };
}

/** What holds for a schema as a whole. */
interface SchemaOptions {
  readonly rule?: Rule;
  /** Part of a notification: see {@link SchemaRef.tolerant}. */
  readonly tolerant?: boolean;
}

/** The name of the builder of a schema. */
function builderOf(schema: string): string {
  const name = schema === "webhook_request" ? "notification" : schema.replace(/^webhook_/, "");
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The same fields by their wire keys, each with the model's name where that is another. */
function byWireKey(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const { wire: key = name } = field.spec.presence;
      if (key === name) return [key, field];
      return [key, { spec: { ...field.spec, presence: { ...field.spec.presence, as: name } } }];
    }),
  );
}

/**
 * A model of a schema: what the caller gives, the constants, and what an absent field reads as.
 *
 * @throws SchemaError where the caller gives a key that the model does not have: it would be lost.
 */
export function build<Model>(schema: SchemaTable<string, Model>, init: object | undefined): Model {
  const given: unknown = init ?? {};
  if (!isObject(given)) {
    const message = `expected an object, got ${described(given)}`;
    throw new SchemaError(builderOf(schema.name), [{ path: [], code: "wrong_type", message }]);
  }
  const plan = planOf(schema);
  const unknown = ownUnknownKeys(plan, given);
  if (unknown.length > 0) throw new SchemaError(builderOf(schema.name), unknown);
  const model: Record<string, unknown> = {};
  for (const step of plan.steps) {
    const value = step.constant ? undefined : given[step.name];
    const filled = value === undefined ? instead(step) : value;
    if (filled !== undefined) model[step.name] = filled;
  }
  if (given.extra !== undefined) model.extra = given.extra;
  // The caller's type is made from the same fields as the plan.
  return model as Model;
}

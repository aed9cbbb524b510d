import type { z } from "zod";
import type { Fields } from "./fields.ts";
import { decodeObject, instead, isObject } from "./internal/decode.ts";
import { encodeObject } from "./internal/encode.ts";
import { Budget } from "./internal/html/budget.ts";
import { issuesOf } from "./internal/issues.ts";
import { jsonSchemaOf } from "./internal/json-schema.ts";
import { described } from "./internal/limits.ts";
import { planOf } from "./internal/plan.ts";
import type { Rule, SchemaRef } from "./internal/specs.ts";
import { ownUnknownKeys, unknownKeys } from "./internal/unknown-keys.ts";
import { passes, zodOf } from "./internal/zod.ts";
import { SchemaError, type SchemaIssue } from "./schema-error.ts";

/**
 * A JSON object as it travels.
 */
export type Wire = Record<string, unknown>;

/**
 * What `validate` says: success, or what is wrong, each issue with its path; the first 200 of them.
 */
export type Validation = { success: true } | { success: false; issues: SchemaIssue[] };

/**
 * One wire schema: checks, decodes and encodes one kind of object; a Standard Schema too.
 */
export interface Schema<Name extends string = string, Model = unknown> extends SchemaRef {
  /** The name of the schema, as in {@link schemas}. */
  readonly name: Name;
  /** Checks a wire value against every limit; never throws for any JSON value. */
  validate(wire: unknown): Validation;
  /**
   * Reads a wire value into a model: tolerant of limits and unknown keys, strict about shapes.
   *
   * @throws SchemaError with the code `schema_invalid` and the first 200 issues, where the shape does not fit.
   */
  decode(wire: unknown): Model;
  /** Writes a model as a wire value; never throws, so check the result with {@link validate}. */
  encode(model: Model): Wire;
  /**
   * Names every key of a model, at any depth, that {@link encode} leaves out because no field has it: a typing error,
   * which the wire no longer shows.
   */
  unknownKeys(model: Model): SchemaIssue[];
  /**
   * The strict wire schema as a zod schema, for composition; unknown keys are kept. For JSON Schema call
   * {@link toJSONSchema}: `z.toJSONSchema` cannot see into limits that are functions.
   */
  readonly zod: z.ZodType<Wire>;
  /** The strict wire schema as JSON Schema, draft 2020-12. */
  toJSONSchema(): Wire;
  /** The strict wire schema as a Standard Schema. */
  readonly "~standard": StandardProps;
}

/** The part of the Standard Schema contract we fill in; see https://standardschema.dev. */
interface StandardProps {
  readonly version: 1;
  readonly vendor: "clustaar";
  readonly validate: (value: unknown) => StandardResult;
  readonly types?: { readonly input: Wire; readonly output: Wire };
}

type StandardResult =
  | { readonly value: Wire; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path: readonly PropertyKey[];
      }[];
    };

class WireSchema<Name extends string, Model> implements Schema<Name, Model> {
  readonly name: Name;
  readonly fields: Fields;
  readonly rule?: Rule;
  readonly tolerant: boolean;
  readonly "~standard": StandardProps;

  constructor(name: Name, fields: Fields, { rule, tolerant = false }: SchemaOptions) {
    this.name = name;
    this.fields = byWireKey(fields);
    this.rule = rule;
    this.tolerant = tolerant;
    this["~standard"] = {
      version: 1,
      vendor: "clustaar",
      validate: (value) => {
        const result = this.validate(value);
        // What passed is a wire object.
        return result.success ? { value: value as Wire } : { issues: result.issues };
      },
    };
  }

  get zod(): z.ZodType<Wire> {
    return zodOf(this, "whole");
  }

  validate(wire: unknown): Validation {
    if (passes(this, wire)) return { success: true };
    return { success: false, issues: issuesOf(this, wire, "strict") };
  }

  decode(wire: unknown): Model {
    const model = decodeObject(planOf(this), wire, new Budget());
    if (model === undefined) throw new SchemaError(this.name, issuesOf(this, wire, "shape"));
    // The mapper and the model's type are made from the same fields.
    return model as Model;
  }

  encode(model: Model): Wire {
    // A JavaScript caller's null is written as it is, for `validate` to refuse.
    return isObject(model) ? encodeObject(planOf(this), model) : (model as unknown as Wire);
  }

  unknownKeys(model: Model): SchemaIssue[] {
    return unknownKeys(planOf(this), model);
  }

  toJSONSchema(): Wire {
    return jsonSchemaOf(this);
  }
}

/**
 * Makes a schema of a table of fields.
 *
 * The model's type is given by name (`defineSchema<"card", Card>`), because an interface reads better
 * in an editor than the type it was computed from.
 */
export function defineSchema<Name extends string, Model>(
  name: Name,
  fields: Fields,
  options: SchemaOptions = {},
): Schema<Name, Model> {
  return new WireSchema(name, fields, options);
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
export function build<Model>(schema: Schema<string, Model>, init: object | undefined): Model {
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

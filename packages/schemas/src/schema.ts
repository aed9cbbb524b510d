import type { Field, Fields } from "./fields.ts";
import { passesSpec } from "./internal/check.ts";
import { decodeSlot } from "./internal/decode.ts";
import { encodeSlot } from "./internal/encode.ts";
import { Budget } from "./internal/html/budget.ts";
import { issuesOf } from "./internal/issues.ts";
import { jsonSchemaOf } from "./internal/json-schema.ts";
import { type Step, slotOf } from "./internal/plan.ts";
import type { Rule, SchemaRef, SlotSpec } from "./internal/specs.ts";
import { unknownKeys } from "./internal/unknown-keys.ts";
import { SchemaError, type SchemaIssue } from "./schema-error.ts";
import type { SchemaTable } from "./schema-table.ts";

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
  /** The strict wire schema as JSON Schema, draft 2020-12. */
  toJSONSchema(): Wire;
  /** The strict wire schema as a Standard Schema. */
  readonly "~standard": StandardProps;
  /**
   * What it is made of, as data.
   *
   * @internal
   */
  readonly "~spec": SlotSpec;
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
  readonly "~spec": SlotSpec;
  /** How values are mapped: made on first use. */
  #slot: Step | undefined;

  constructor(name: Name, spec: SlotSpec) {
    this.name = name;
    const { fields, rule, tolerant = false } = spec.kind === "object" ? spec.schema : anyFields;
    this.fields = fields;
    this.rule = rule;
    this.tolerant = tolerant;
    this["~spec"] = spec;
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

  validate(wire: unknown): Validation {
    if (passesSpec(this["~spec"], wire)) return { success: true };
    return { success: false, issues: issuesOf(this["~spec"], wire, "strict") };
  }

  decode(wire: unknown): Model {
    const model = wire === undefined ? undefined : decodeSlot(this.#mapping, wire, new Budget());
    if (model === undefined)
      throw new SchemaError(this.name, issuesOf(this["~spec"], wire, "shape"));
    // The mapper and the model's type are made from the same fields.
    return model as Model;
  }

  encode(model: Model): Wire {
    // Anything but an object, such as a JavaScript caller's null, is written as it is, for `validate` to refuse.
    return encodeSlot(this.#mapping, model) as Wire;
  }

  unknownKeys(model: Model): SchemaIssue[] {
    return unknownKeys(this.#mapping, model);
  }

  toJSONSchema(): Wire {
    return jsonSchemaOf(this.name, this["~spec"]);
  }

  get #mapping(): Step {
    this.#slot ??= slotOf(this["~spec"]);
    return this.#slot;
  }
}

/** The fields that any value of a union has: none that are sure. */
const anyFields: Pick<SchemaRef, "fields" | "rule" | "tolerant"> = { fields: {} };

/** Makes a schema of its table. */
export function schemaOf<Name extends string, Model>(
  table: SchemaTable<Name, Model>,
): Schema<Name, Model> {
  const spec = { kind: "object", schema: table, carryUnknown: false, presence: {} } as const;
  return new WireSchema(table.name, spec);
}

/** Makes a schema of a field that holds one of several objects. */
export function unionOf<Name extends string, Model>(
  name: Name,
  { spec }: Field<Model>,
): Schema<Name, Model> {
  if (spec.kind !== "oneOf") throw new TypeError(`${name}: expected a union, got a ${spec.kind}`);
  return new WireSchema(name, spec);
}

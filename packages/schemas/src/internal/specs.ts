import type { Clean } from "./clean.ts";
import type { WirePattern } from "./python-text.ts";

/** When a field may be absent or null, and what the model calls it. */
export interface Presence {
  /** The wire key, where it differs from the model's name. */
  readonly wire?: string;
  /** The model's name, where it differs from the wire key: a schema adds it. */
  readonly as?: string;
  /** May be absent from the wire. */
  readonly optional?: true;
  /** May be null on the wire. */
  readonly nullable?: true;
  /** What an absent one reads as. */
  readonly default?: unknown;
  /** Null is left out when written. */
  readonly omitNull?: true;
  /** Written by the platform alone; a bot's value for it is not read there. */
  readonly readOnly?: true;
  /**
   * Part of a notification's envelope: strictly required, yet decoded when missing or null, as null
   * or as something empty, because not every installation sends it. What was not there is not written back.
   */
  readonly missing?: "null" | "empty";
}

/** What a text must look like. */
export interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: WirePattern;
  readonly url?: "any" | "web";
  readonly oneOf?: readonly string[];
  /** The empty text passes whatever the other limits say. */
  readonly orEmpty?: true;
  /** A regular expression of the platform's dialect (Python's). */
  readonly regexp?: true;
}

/** How many, or how large. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** What a spec may refer to: a schema seen from the outside, so that specs stay data. */
export interface SchemaRef {
  /** The schema's name. */
  readonly name: string;
  /** Its fields by their wire keys, as data. */
  readonly fields: Readonly<Record<string, { readonly spec: Spec }>>;
  /** What no single field can express, where there is such a thing. */
  readonly rule?: Rule;
  /**
   * Part of a notification: what does not fit a field is kept under its key in `extra`, and the field
   * reads as if it were missing. Only what cannot be missing still fails.
   */
  readonly tolerant?: boolean;
}

/** A rule over a whole wire object that no single field can express. */
export interface Rule {
  findings(wire: Readonly<Record<string, unknown>>): readonly Finding[];
  /** The same in JSON Schema's words. */
  readonly jsonSchema: Readonly<Record<string, unknown>>;
}

/** One thing wrong with a value: where below it, a stable code, and a sentence. */
export interface Finding {
  readonly path: (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** One field of a schema as data: what zod, the mapper, JSON Schema and the types are made from. */
export type Spec = { readonly presence: Presence } & (
  | { readonly kind: "constant"; readonly value: string | readonly never[] }
  | {
      readonly kind: "text";
      readonly limits: TextLimits;
      readonly clean: readonly Clean[];
      /** Cut, it would mean something else: an address. */
      readonly whole: boolean;
    }
  | { readonly kind: "number"; readonly integer: boolean; readonly range: Range }
  | { readonly kind: "flag" }
  | { readonly kind: "dict"; readonly texts?: WirePattern }
  | { readonly kind: "list"; readonly items: Spec; readonly range: Range }
  | { readonly kind: "object"; readonly schema: SchemaRef; readonly carryUnknown: boolean }
  | {
      readonly kind: "oneOf";
      readonly schemas: ReadonlyMap<string, SchemaRef>;
      readonly carryUnknown: boolean;
      /** Which schema reads it, by the text under a key beside it: it goes before the `type`. */
      readonly chosenBy?: SchemaChoice;
    }
);

/** Schemas by what stands under a key of the object around them. */
export interface SchemaChoice {
  readonly key: string;
  readonly schemas: ReadonlyMap<string, SchemaRef>;
}

/** The spec of one kind. */
export type SpecOf<Kind extends Spec["kind"]> = Extract<Spec, { kind: Kind }>;

/** What stands for a whole value: one object, or one of several. */
export type SlotSpec = SpecOf<"object"> | SpecOf<"oneOf">;

/** The `type` that tells a schema apart from others on the wire. */
export function discriminator(schema: SchemaRef): string {
  const type = schema.fields.type?.spec;
  if (type?.kind !== "constant" || typeof type.value !== "string") {
    throw new TypeError(`${schema.name} has no constant "type" to tell it apart by`);
  }
  return type.value;
}

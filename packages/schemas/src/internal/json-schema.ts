import {
  discriminator,
  type SchemaRef,
  type SlotSpec,
  type Spec,
  type TextLimits,
} from "./specs.ts";

type Json = Record<string, unknown>;

// `isUrl` in JSON Schema's words, short of what it says about line ends and look-alikes.
const address =
  "(?:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[^\\[\\]/?#]+)?|[Vv][0-9A-Fa-f]+\\.[^\\[\\]/?#]+)";
const authority = `(?:[^\\[\\]/?#]+|[^\\[\\]/?#]*\\[${address}\\][^\\[\\]/?#]*)(?:[/?#]|$)`;
const anyUrl = `^[\\u0000-\\u0020]*[A-Za-z][A-Za-z0-9+.\\-]*://${authority}`;
const webUrl = `^[\\u0000-\\u0020]*[Hh][Tt][Tt][Pp][Ss]?://${authority}`;

/** The strict wire schema as JSON Schema (draft 2020-12), nested schemas under `$defs`. */
export function jsonSchemaOf(name: string, spec: SlotSpec): Json {
  const definitions = new Map<string, Json>();
  const root =
    spec.kind === "object" ? objectOf(spec.schema, definitions) : jsonOfValue(spec, definitions);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: name,
    ...root,
    ...(definitions.size > 0 && { $defs: Object.fromEntries(definitions) }),
  };
}

function objectOf(schema: SchemaRef, definitions: Map<string, Json>): Json {
  const properties: Json = {};
  const required: string[] = [];
  for (const [key, { spec }] of Object.entries(schema.fields)) {
    properties[key] = fieldOf(spec, definitions);
    if (!spec.presence.optional) required.push(key);
  }
  return {
    type: "object",
    properties,
    ...(required.length > 0 && { required }),
    ...schema.rule?.jsonSchema,
  };
}

function refOf(schema: SchemaRef, definitions: Map<string, Json>): Json {
  if (!definitions.has(schema.name)) {
    const definition: Json = {};
    // Registered before it is filled, so that it is written once however often it is met.
    definitions.set(schema.name, definition);
    Object.assign(definition, objectOf(schema, definitions));
  }
  return { $ref: `#/$defs/${schema.name}` };
}

function fieldOf(spec: Spec, definitions: Map<string, Json>): Json {
  const { nullable, default: absent, readOnly } = spec.presence;
  const value = jsonOfValue(spec, definitions);
  return {
    ...(nullable ? { anyOf: [value, { type: "null" }] } : value),
    ...(absent !== undefined && { default: absent }),
    ...(readOnly && { readOnly: true }),
  };
}

function jsonOfValue(spec: Spec, definitions: Map<string, Json>): Json {
  switch (spec.kind) {
    case "constant":
      return { const: spec.value };
    case "text":
      return textOf(spec.limits);
    case "number":
      return {
        type: spec.integer ? "integer" : "number",
        ...defined({ minimum: spec.range.min, maximum: spec.range.max }),
      };
    case "flag":
      return { type: "boolean" };
    case "dict":
      return spec.texts === undefined
        ? { type: "object" }
        : {
            type: "object",
            propertyNames: { pattern: spec.texts.regexp.source },
            additionalProperties: { type: "string" },
          };
    case "list":
      return {
        type: "array",
        items: fieldOf(spec.items, definitions),
        ...defined({ minItems: spec.range.min, maxItems: spec.range.max }),
      };
    case "object":
      return refOf(spec.schema, definitions);
    case "oneOf": {
      const options = [...spec.schemas.values()];
      return {
        type: "object",
        required: ["type"],
        properties: { type: { enum: options.map(discriminator) } },
        oneOf: options.map((option) => refOf(option, definitions)),
      };
    }
  }
}

/** Whether a text is a regular expression of Python's is nothing that JSON Schema could say: its `regex` is JavaScript's. */
function textOf({ min, max, pattern, url, oneOf, orEmpty }: TextLimits): Json {
  const text = {
    type: "string",
    ...defined({
      minLength: min,
      maxLength: max,
      enum: oneOf,
      pattern: pattern?.regexp.source ?? (url && (url === "web" ? webUrl : anyUrl)),
    }),
  };
  return orEmpty ? { anyOf: [text, { const: "" }] } : text;
}

function defined(entries: Json): Json {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

import type { EventDefinition, JsonSchema } from "./event-types.ts";
import { jsonSchemaOf } from "./json-schema.ts";

/** One event, as documents show it. */
export interface CatalogueEntry {
  /** The name of the event. */
  readonly name: string;
  /** What it is about; null where nobody said. */
  readonly description: string | null;
  /** An input as an example; null where there is none. */
  readonly example: unknown;
  /** What one handler gives, as an example; null where there is none. */
  readonly exampleResult: unknown;
  /** Why it should not be used any more, or true; null: it may be used. */
  readonly deprecated: string | true | null;
  /** JSON Schema (2020-12) of the input; null: the event is about nothing. */
  readonly input: JsonSchema | null;
  /** JSON Schema (2020-12) of what a handler gives; null: anything. */
  readonly result: JsonSchema | null;
}

/** Writes one event for a document. */
export function catalogueOf(name: string, definition: EventDefinition): CatalogueEntry {
  const { description = null, example = null, exampleResult = null, jsonSchema } = definition;
  return {
    name,
    description,
    example,
    exampleResult,
    deprecated: definition.deprecated ?? null,
    input: jsonSchemaOf(name, "input", definition.input, jsonSchema?.input),
    result: jsonSchemaOf(name, "result", definition.result, jsonSchema?.result),
  };
}

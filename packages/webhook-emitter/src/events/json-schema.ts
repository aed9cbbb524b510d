import { messageOf } from "@clustaar/webhook-core/endpoint";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { EmitterError } from "../errors.ts";
import type { JsonSchema } from "./event-types.ts";

/** The part of Standard JSON Schema that is used here. */
interface Converter {
  input(options: { target: string }): Record<string, unknown>;
  output(options: { target: string }): Record<string, unknown>;
}

/**
 * The JSON Schema of what is sent: given explicitly, or by the schema's own library.
 *
 * @throws EmitterError `config_invalid` when neither is there.
 */
export function jsonSchemaOf(
  event: string,
  part: "input" | "result",
  schema: StandardSchemaV1 | undefined,
  given: JsonSchema | undefined,
): JsonSchema | null {
  if (given) return given;
  if (!schema) return null;
  const standard = schema["~standard"] as StandardSchemaV1.Props & { jsonSchema?: Converter };
  const remedy = `give it as jsonSchema: { ${part}: { ... } } in the definition of ${JSON.stringify(event)}`;
  if (typeof standard.jsonSchema?.output !== "function") {
    throw new EmitterError(
      "config_invalid",
      `events.catalogue: the library of the ${part} schema of ${JSON.stringify(event)} (${standard.vendor}) does not offer Standard JSON Schema; ${remedy}`,
    );
  }
  try {
    return standard.jsonSchema.output({ target: "draft-2020-12" });
  } catch (cause) {
    throw new EmitterError(
      "config_invalid",
      `events.catalogue: ${standard.vendor} has no JSON Schema for the ${part} of ${JSON.stringify(event)}: ${messageOf(cause)}; ${remedy}`,
      { cause },
    );
  }
}

import type * as z from "zod";
import { zodOfValue } from "./internal/zod.ts";
import type { Schema, Wire } from "./schema.ts";

/**
 * The strict wire schema as a zod schema, to compose with yours; unknown keys are kept. For JSON Schema call `toJSONSchema()` of
 * the schema itself: `z.toJSONSchema` cannot see into limits that are functions.
 *
 * @example
 * ```ts
 * import { schemas } from "@clustaar/schemas";
 * import { zodOf } from "@clustaar/schemas/zod";
 * import { z } from "zod";
 *
 * const queue = z.object({ id: z.string(), actions: z.array(zodOf(schemas.action)) });
 * const result = queue.safeParse({ id: "1", actions: [{ type: "wait_action", duration: 9 }] });
 * console.log(result.error?.issues[0]?.message); // "at most 7, got 9"
 * ```
 */
export function zodOf(schema: Schema): z.ZodType<Wire> {
  // A schema's value is always an object.
  return zodOfValue(schema["~spec"]) as z.ZodType<Wire>;
}

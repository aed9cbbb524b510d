import { actionSchemas } from "../actions/registry.ts";
import { type InitOf, list, type ModelOf, oneOf, orUnknown, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  id: text({ missing: "empty" }),
  name: text({ missing: "null" }),
  userData: text({ missing: "null" }),
  actions: list(orUnknown(oneOf(actionSchemas)), { missing: "empty" }),
};

/**
 * The step a conversation has reached, with the actions it is configured to run.
 *
 * @example
 * ```ts
 * import type { Step } from "@clustaar/schemas";
 * import { step } from "@clustaar/schemas";
 *
 * const value: Step = step({ id: "507f191e810c19729de860ea", name: "Hello", userData: "{}", actions: [] });
 * console.log(value.name); // "Hello"
 * ```
 */
export interface Step extends ModelOf<typeof fields> {}

/** What {@link step} takes. */
export interface StepInit extends InitOf<typeof fields> {}

/** The wire schema of {@link Step}. */
export const webhookStepSchema = defineSchema<"webhook_step", Step>("webhook_step", fields, {
  tolerant: true,
});

/**
 * A step as the platform sends it.
 *
 * @example
 * ```ts
 * import { step } from "@clustaar/schemas";
 *
 * const value = step({ id: "507f191e810c19729de860ea", name: "Hello", userData: "{}", actions: [] });
 * console.log(value.name); // "Hello"
 * ```
 */
export function step(init: StepInit): Step {
  return build(webhookStepSchema, init);
}

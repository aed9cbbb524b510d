import { anyAction } from "../actions/registry.ts";
import { type Extra, type InitOf, list, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fields = {
  /** The step's id, 24 letters and digits; `""` if the platform sends none. */
  id: text({ missing: "empty" }),
  /** The step's name, for people. */
  name: text({ missing: "null" }),
  /** What the bot's author wrote into the step's settings for the webhook. */
  userData: text({ missing: "null" }),
  /** The actions the step is configured to run: answer with them to leave the bot as it is. */
  actions: list(anyAction, { missing: "empty" }),
};

/** The step a conversation has reached, with the actions it is configured to run. */
export interface Step extends ModelOf<typeof fields>, Extra {}

/** What {@link step} takes. */
export interface StepInit extends InitOf<typeof fields>, Extra {}

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

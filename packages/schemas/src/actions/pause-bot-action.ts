import { constant, type Extra, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fields = {
  /** Always `pause_bot_action`. */
  type: constant("pause_bot_action"),
};

/** Pauses the bot, so that a person can take over. */
export interface PauseBotAction extends ModelOf<typeof fields>, Extra {}

/** What {@link pauseBotAction} takes. */
export interface PauseBotActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link PauseBotAction}. */
export const pauseBotActionSchema = defineSchema<"pause_bot_action", PauseBotAction>(
  "pause_bot_action",
  fields,
);

/**
 * Pauses the bot, so that a person can take over.
 *
 * @example
 * ```ts
 * import { pauseBotAction } from "@clustaar/schemas";
 *
 * const action = pauseBotAction();
 * console.log(action.type); // "pause_bot_action"
 * ```
 */
export function pauseBotAction(init: PauseBotActionInit = {}): PauseBotAction {
  return build(pauseBotActionSchema, init);
}

import { anyTarget } from "../connections/targets.ts";
import { constant, dict, type Extra, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fields = {
  /** Always `go_to_action`. */
  type: constant("go_to_action"),
  /** The step or story to go to. */
  target: anyTarget(),
  /** Stored in the session on the way. */
  sessionValues: dict({ optional: true, nullable: true }),
};

/** Goes to a step or a story. */
export interface GoToAction extends ModelOf<typeof fields>, Extra {}

/** What {@link goToAction} takes. */
export interface GoToActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link GoToAction}. */
export const goToActionSchema = defineSchema<"go_to_action", GoToAction>("go_to_action", fields);

/**
 * Goes to a step or a story, storing session values on the way.
 *
 * @example
 * ```ts
 * import { goToAction, stepTarget } from "@clustaar/schemas";
 *
 * const action = goToAction({
 *   target: stepTarget({ stepId: "507f191e810c19729de860ea" }),
 *   sessionValues: { color: "red" },
 * });
 * console.log(action.type); // "go_to_action"
 * ```
 */
export function goToAction(init: GoToActionInit): GoToAction {
  return build(goToActionSchema, init);
}

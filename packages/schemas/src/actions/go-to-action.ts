import { targetSchemas } from "../connections/targets.ts";
import { constant, dict, type InitOf, type ModelOf, oneOf } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("go_to_action"),
  target: oneOf(targetSchemas),
  sessionValues: dict({ optional: true, nullable: true }),
};

/**
 * Goes to a step or a story.
 *
 * @example
 * ```ts
 * import type { GoToAction } from "@clustaar/schemas";
 * import { goToAction, stepTarget } from "@clustaar/schemas";
 *
 * const action: GoToAction = goToAction({
 *   target: stepTarget({ stepId: "507f191e810c19729de860ea" }),
 *   sessionValues: { color: "red" },
 * });
 * console.log(action.type); // "go_to_action"
 * ```
 */
export interface GoToAction extends ModelOf<typeof fields> {}

/** What {@link goToAction} takes. */
export interface GoToActionInit extends InitOf<typeof fields> {}

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

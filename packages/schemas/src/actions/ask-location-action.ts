import { constant, type InitOf, type ModelOf, object, orUnknown, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { goToActionSchema } from "./go-to-action.ts";

const fields = {
  type: constant("ask_location_action"),
  message: text({ min: 1, max: 1000, clean: ["html"] }),
  action: orUnknown(object(goToActionSchema, { as: "callbackAction" })),
};

/**
 * Asks for a location, then goes on to a step or a story.
 *
 * @example
 * ```ts
 * import type { AskLocationAction } from "@clustaar/schemas";
 * import { askLocationAction, goToAction, stepTarget } from "@clustaar/schemas";
 *
 * const action: AskLocationAction = askLocationAction({
 *   message: "Where are you?",
 *   callbackAction: goToAction({ target: stepTarget({ stepId: "507f191e810c19729de860ea" }) }),
 * });
 * console.log(action.type); // "ask_location_action"
 * ```
 */
export interface AskLocationAction extends ModelOf<typeof fields> {}

/** What {@link askLocationAction} takes. */
export interface AskLocationActionInit extends InitOf<typeof fields> {}

/** The wire schema of {@link AskLocationAction}. */
export const askLocationActionSchema = defineSchema<"ask_location_action", AskLocationAction>(
  "ask_location_action",
  fields,
);

/**
 * Asks for a location, then goes on to `callbackAction`'s target.
 *
 * @example
 * ```ts
 * import { askLocationAction, goToAction, stepTarget } from "@clustaar/schemas";
 *
 * const action = askLocationAction({
 *   message: "Where are you?",
 *   callbackAction: goToAction({ target: stepTarget({ stepId: "507f191e810c19729de860ea" }) }),
 * });
 * console.log(action.type); // "ask_location_action"
 * ```
 */
export function askLocationAction(init: AskLocationActionInit): AskLocationAction {
  return build(askLocationActionSchema, init);
}

import {
  constant,
  type Extra,
  type InitOf,
  type ModelOf,
  object,
  orUnknown,
  text,
} from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { goToActionSchema } from "./go-to-action.ts";

/** The fields of {@link askLocationAction}. */
export const fields = {
  /** Always `ask_location_action`. */
  type: constant("ask_location_action"),
  /** The question, 1 to 1000 characters; `<b>`, links and the like are kept, other HTML is escaped. */
  message: text({ min: 1, max: 1000, clean: ["html"] }),
  /** What runs once the visitor has answered (`action` on the wire). */
  callbackAction: orUnknown(object(goToActionSchema, { wire: "action" })),
};

/** Asks for a location, then goes on to a step or a story. */
export interface AskLocationAction extends ModelOf<typeof fields>, Extra {}

/** What {@link askLocationAction} takes. */
export interface AskLocationActionInit extends InitOf<typeof fields>, Extra {}

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

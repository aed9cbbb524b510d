import { constant, flag, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("set_user_attribute_action"),
  key: text({ min: 1, max: 100, pattern: patterns.attributeKey }),
  value: text({ min: 1, max: 2000, clean: ["normalize", "html"] }),
  add: flag({ optional: true, nullable: true }),
  isInt: flag({ optional: true, nullable: true }),
};

/**
 * Sets an attribute of the visitor.
 *
 * @example
 * ```ts
 * import type { SetUserAttributeAction } from "@clustaar/schemas";
 * import { setUserAttributeAction } from "@clustaar/schemas";
 *
 * const action: SetUserAttributeAction = setUserAttributeAction({ key: "plan", value: "gold" });
 * console.log(action.type); // "set_user_attribute_action"
 * ```
 */
export interface SetUserAttributeAction extends ModelOf<typeof fields> {}

/** What {@link setUserAttributeAction} takes. */
export interface SetUserAttributeActionInit extends InitOf<typeof fields> {}

/** The wire schema of {@link SetUserAttributeAction}. */
export const setUserAttributeActionSchema = defineSchema<
  "set_user_attribute_action",
  SetUserAttributeAction
>("set_user_attribute_action", fields);

/**
 * Sets an attribute of the visitor; any key of letters, digits and underscores but `id`.
 *
 * @example
 * ```ts
 * import { setUserAttributeAction } from "@clustaar/schemas";
 *
 * const action = setUserAttributeAction({ key: "plan", value: "gold" });
 * console.log(action.type); // "set_user_attribute_action"
 * ```
 */
export function setUserAttributeAction(init: SetUserAttributeActionInit): SetUserAttributeAction {
  return build(setUserAttributeActionSchema, init);
}

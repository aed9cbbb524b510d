import { constant, type Extra, flag, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link setUserAttributeAction}. */
export const fields = {
  /** Always `set_user_attribute_action`. */
  type: constant("set_user_attribute_action"),
  /** The attribute's name: 1 to 100 letters, digits and underscores, and not `id`. */
  key: text({ min: 1, max: 100, pattern: patterns.attributeKey }),
  /** The attribute's value, 1 to 2000 characters. */
  value: text({ min: 1, max: 2000, clean: ["normalize", "html"] }),
  /** Whether the value is added to the present one instead of replacing it. */
  add: flag({ optional: true, nullable: true }),
  /** Whether the value counts as a whole number. */
  isInt: flag({ optional: true, nullable: true }),
};

/** Sets an attribute of the visitor. */
export interface SetUserAttributeAction extends ModelOf<typeof fields>, Extra {}

/** What {@link setUserAttributeAction} takes. */
export interface SetUserAttributeActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link SetUserAttributeAction}. */
export const setUserAttributeActionSchema = defineSchema<
  "set_user_attribute_action",
  SetUserAttributeAction
>("set_user_attribute_action", fields);

/**
 * Sets an attribute of the visitor, under any key of letters, digits and underscores except `id`.
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

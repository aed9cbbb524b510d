import { constant, type Extra, flag, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link storeSessionValueAction}. */
export const fields = {
  /** Always `store_session_value_action`. */
  type: constant("store_session_value_action"),
  /** The name of the session value: 1 to 100 letters, digits and underscores. */
  key: text({ min: 1, max: 100, pattern: patterns.key }),
  /** The value to store, 1 to 200 characters. */
  value: text({ min: 1, max: 200, clean: ["normalize", "html"] }),
  /** Whether the value is added to the present one instead of replacing it. */
  add: flag({ optional: true, nullable: true }),
  /** Whether the value counts as a whole number. */
  isInt: flag({ optional: true, nullable: true }),
};

/** Stores a value in the session. */
export interface StoreSessionValueAction extends ModelOf<typeof fields>, Extra {}

/** What {@link storeSessionValueAction} takes. */
export interface StoreSessionValueActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link StoreSessionValueAction}. */
export const storeSessionValueActionSchema = defineSchema<
  "store_session_value_action",
  StoreSessionValueAction
>("store_session_value_action", fields);

/**
 * Stores a text of 1 to 200 characters in the session under a key of letters, digits and underscores.
 *
 * @example
 * ```ts
 * import { storeSessionValueAction } from "@clustaar/schemas";
 *
 * const action = storeSessionValueAction({ key: "color", value: "red" });
 * console.log(action.type); // "store_session_value_action"
 * ```
 */
export function storeSessionValueAction(
  init: StoreSessionValueActionInit,
): StoreSessionValueAction {
  return build(storeSessionValueActionSchema, init);
}

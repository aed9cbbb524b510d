import { constant, flag, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("store_session_value_action"),
  key: text({ min: 1, max: 100, pattern: patterns.key }),
  value: text({ min: 1, max: 200, clean: ["normalize", "html"] }),
  add: flag({ optional: true, nullable: true }),
  isInt: flag({ optional: true, nullable: true }),
};

/**
 * Stores a value in the session.
 *
 * @example
 * ```ts
 * import type { StoreSessionValueAction } from "@clustaar/schemas";
 * import { storeSessionValueAction } from "@clustaar/schemas";
 *
 * const action: StoreSessionValueAction = storeSessionValueAction({ key: "color", value: "red" });
 * console.log(action.type); // "store_session_value_action"
 * ```
 */
export interface StoreSessionValueAction extends ModelOf<typeof fields> {}

/** What {@link storeSessionValueAction} takes. */
export interface StoreSessionValueActionInit extends InitOf<typeof fields> {}

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

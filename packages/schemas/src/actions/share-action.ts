import { constant, type Extra, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fields = {
  /** Always `share_action`. */
  type: constant("share_action"),
};

/** Lets the visitor share the conversation. */
export interface ShareAction extends ModelOf<typeof fields>, Extra {}

/** What {@link shareAction} takes. */
export interface ShareActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link ShareAction}. */
export const shareActionSchema = defineSchema<"share_action", ShareAction>("share_action", fields);

/**
 * Lets the visitor share the conversation.
 *
 * @example
 * ```ts
 * import { shareAction } from "@clustaar/schemas";
 *
 * const action = shareAction();
 * console.log(action.type); // "share_action"
 * ```
 */
export function shareAction(init: ShareActionInit = {}): ShareAction {
  return build(shareActionSchema, init);
}

import { constant, type Extra, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fields = {
  /** Always `close_iadvize_conversation_action`. */
  type: constant("close_iadvize_conversation_action"),
};

/** Closes the iAdvize conversation. */
export interface CloseIadvizeConversationAction extends ModelOf<typeof fields>, Extra {}

/** What {@link closeIadvizeConversationAction} takes. */
export interface CloseIadvizeConversationActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link CloseIadvizeConversationAction}. */
export const closeIadvizeConversationActionSchema = defineSchema<
  "close_iadvize_conversation_action",
  CloseIadvizeConversationAction
>("close_iadvize_conversation_action", fields);

/**
 * Closes the iAdvize conversation.
 *
 * @example
 * ```ts
 * import { closeIadvizeConversationAction } from "@clustaar/schemas";
 *
 * const action = closeIadvizeConversationAction();
 * console.log(action.type); // "close_iadvize_conversation_action"
 * ```
 */
export function closeIadvizeConversationAction(
  init: CloseIadvizeConversationActionInit = {},
): CloseIadvizeConversationAction {
  return build(closeIadvizeConversationActionSchema, init);
}

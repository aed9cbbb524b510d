import { constant, type Extra, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fields = {
  /** Always `close_intercom_conversation_action`. */
  type: constant("close_intercom_conversation_action"),
};

/** Closes the Intercom conversation. */
export interface CloseIntercomConversationAction extends ModelOf<typeof fields>, Extra {}

/** What {@link closeIntercomConversationAction} takes. */
export interface CloseIntercomConversationActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link CloseIntercomConversationAction}. */
export const closeIntercomConversationActionSchema = defineSchema<
  "close_intercom_conversation_action",
  CloseIntercomConversationAction
>("close_intercom_conversation_action", fields);

/**
 * Closes the Intercom conversation.
 *
 * @example
 * ```ts
 * import { closeIntercomConversationAction } from "@clustaar/schemas";
 *
 * const action = closeIntercomConversationAction();
 * console.log(action.type); // "close_intercom_conversation_action"
 * ```
 */
export function closeIntercomConversationAction(
  init: CloseIntercomConversationActionInit = {},
): CloseIntercomConversationAction {
  return build(closeIntercomConversationActionSchema, init);
}

import { constant, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("close_intercom_conversation_action"),
};

/**
 * Closes the Intercom conversation.
 *
 * @example
 * ```ts
 * import type { CloseIntercomConversationAction } from "@clustaar/schemas";
 * import { closeIntercomConversationAction } from "@clustaar/schemas";
 *
 * const action: CloseIntercomConversationAction = closeIntercomConversationAction();
 * console.log(action.type); // "close_intercom_conversation_action"
 * ```
 */
export interface CloseIntercomConversationAction extends ModelOf<typeof fields> {}

/** What {@link closeIntercomConversationAction} takes. */
export interface CloseIntercomConversationActionInit extends InitOf<typeof fields> {}

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

import { constant, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("close_iadvize_conversation_action"),
};

/**
 * Closes the iAdvize conversation.
 *
 * @example
 * ```ts
 * import type { CloseIadvizeConversationAction } from "@clustaar/schemas";
 * import { closeIadvizeConversationAction } from "@clustaar/schemas";
 *
 * const action: CloseIadvizeConversationAction = closeIadvizeConversationAction();
 * console.log(action.type); // "close_iadvize_conversation_action"
 * ```
 */
export interface CloseIadvizeConversationAction extends ModelOf<typeof fields> {}

/** What {@link closeIadvizeConversationAction} takes. */
export interface CloseIadvizeConversationActionInit extends InitOf<typeof fields> {}

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

import { constant, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("assign_intercom_conversation_action"),
  assigneeID: text({
    as: "assigneeId",
    max: 100,
    pattern: patterns.digits,
    clean: ["strip"],
    optional: true,
    nullable: true,
  }),
};

/**
 * Assigns the Intercom conversation.
 *
 * @example
 * ```ts
 * import type { AssignIntercomConversationAction } from "@clustaar/schemas";
 * import { assignIntercomConversationAction } from "@clustaar/schemas";
 *
 * const action: AssignIntercomConversationAction = assignIntercomConversationAction({ assigneeId: "123" });
 * console.log(action.type); // "assign_intercom_conversation_action"
 * ```
 */
export interface AssignIntercomConversationAction extends ModelOf<typeof fields> {}

/** What {@link assignIntercomConversationAction} takes. */
export interface AssignIntercomConversationActionInit extends InitOf<typeof fields> {}

/** The wire schema of {@link AssignIntercomConversationAction}. */
export const assignIntercomConversationActionSchema = defineSchema<
  "assign_intercom_conversation_action",
  AssignIntercomConversationAction
>("assign_intercom_conversation_action", fields);

/**
 * Assigns the Intercom conversation to somebody, by digits, or to nobody.
 *
 * @example
 * ```ts
 * import { assignIntercomConversationAction } from "@clustaar/schemas";
 *
 * const action = assignIntercomConversationAction({ assigneeId: "123" });
 * console.log(action.type); // "assign_intercom_conversation_action"
 * ```
 */
export function assignIntercomConversationAction(
  init: AssignIntercomConversationActionInit = {},
): AssignIntercomConversationAction {
  return build(assignIntercomConversationActionSchema, init);
}

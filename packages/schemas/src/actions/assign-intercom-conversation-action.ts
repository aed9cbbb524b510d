import { constant, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link assignIntercomConversationAction}. */
export const fields = {
  /** Always `assign_intercom_conversation_action`. */
  type: constant("assign_intercom_conversation_action"),
  /** Intercom's id of the teammate or team, up to 100 digits (`assigneeID` on the wire). */
  assigneeId: text({
    wire: "assigneeID",
    max: 100,
    pattern: patterns.digits,
    clean: ["strip"],
    optional: true,
    nullable: true,
  }),
};

/** Assigns the Intercom conversation. */
export interface AssignIntercomConversationAction extends ModelOf<typeof fields>, Extra {}

/** What {@link assignIntercomConversationAction} takes. */
export interface AssignIntercomConversationActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link AssignIntercomConversationAction}. */
export const assignIntercomConversationActionSchema = defineSchema<
  "assign_intercom_conversation_action",
  AssignIntercomConversationAction
>("assign_intercom_conversation_action", fields);

/**
 * Assigns the Intercom conversation to a teammate or team, by its id, or to nobody.
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

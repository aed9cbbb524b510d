import { constant, type Extra, type InitOf, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const iadvizeDistributionRuleFields = {
  /** iAdvize's name of the rule. */
  label: text(),
  /** iAdvize's id of the rule. */
  id: text(),
};

/** An iAdvize rule that says who handles a conversation. */
export interface IadvizeDistributionRule
  extends ModelOf<typeof iadvizeDistributionRuleFields>,
    Extra {}

/** What {@link iadvizeDistributionRule} takes. */
export interface IadvizeDistributionRuleInit
  extends InitOf<typeof iadvizeDistributionRuleFields>,
    Extra {}

/** The wire schema of {@link IadvizeDistributionRule}. */
export const iadvizeDistributionRuleSchema = defineSchema<
  "iadvize_distribution_rule",
  IadvizeDistributionRule
>("iadvize_distribution_rule", iadvizeDistributionRuleFields);

/**
 * An iAdvize rule that says who handles a conversation.
 *
 * @example
 * ```ts
 * import { iadvizeDistributionRule } from "@clustaar/schemas";
 *
 * const rule = iadvizeDistributionRule({ id: "rule-1", label: "Sales" });
 * console.log(rule.label); // "Sales"
 * ```
 */
export function iadvizeDistributionRule(
  init: IadvizeDistributionRuleInit,
): IadvizeDistributionRule {
  return build(iadvizeDistributionRuleSchema, init);
}

const transferIadvizeConversationActionFields = {
  /** Always `transfer_iadvize_conversation_action`. */
  type: constant("transfer_iadvize_conversation_action"),
  /** What the visitor reads when nobody can take over (`failed_transfer_message` on the wire). */
  failedTransferMessage: text({ wire: "failed_transfer_message", optional: true }),
  /** The rule that picks the agent (`distribution_rule` on the wire). */
  distributionRule: object(iadvizeDistributionRuleSchema, { wire: "distribution_rule" }),
};

/** Hands the conversation over to iAdvize. */
export interface TransferIadvizeConversationAction
  extends ModelOf<typeof transferIadvizeConversationActionFields>,
    Extra {}

/** What {@link transferIadvizeConversationAction} takes. */
export interface TransferIadvizeConversationActionInit
  extends InitOf<typeof transferIadvizeConversationActionFields>,
    Extra {}

/** The wire schema of {@link TransferIadvizeConversationAction}. */
export const transferIadvizeConversationActionSchema = defineSchema<
  "transfer_iadvize_conversation_action",
  TransferIadvizeConversationAction
>("transfer_iadvize_conversation_action", transferIadvizeConversationActionFields);

/**
 * Hands the conversation over to iAdvize by a distribution rule.
 *
 * @example
 * ```ts
 * import { iadvizeDistributionRule, transferIadvizeConversationAction } from "@clustaar/schemas";
 *
 * const action = transferIadvizeConversationAction({
 *   distributionRule: iadvizeDistributionRule({ id: "rule-1", label: "Sales" }),
 * });
 * console.log(action.type); // "transfer_iadvize_conversation_action"
 * ```
 */
export function transferIadvizeConversationAction(
  init: TransferIadvizeConversationActionInit,
): TransferIadvizeConversationAction {
  return build(transferIadvizeConversationActionSchema, init);
}

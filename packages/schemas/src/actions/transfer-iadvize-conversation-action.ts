import { constant, type InitOf, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const iadvizeDistributionRuleFields = {
  label: text(),
  id: text(),
};

/**
 * An iAdvize rule that says who takes a conversation.
 *
 * @example
 * ```ts
 * import type { IadvizeDistributionRule } from "@clustaar/schemas";
 * import { iadvizeDistributionRule } from "@clustaar/schemas";
 *
 * const rule: IadvizeDistributionRule = iadvizeDistributionRule({ id: "rule-1", label: "Sales" });
 * console.log(rule.label); // "Sales"
 * ```
 */
export interface IadvizeDistributionRule extends ModelOf<typeof iadvizeDistributionRuleFields> {}

/** What {@link iadvizeDistributionRule} takes. */
export interface IadvizeDistributionRuleInit extends InitOf<typeof iadvizeDistributionRuleFields> {}

/** The wire schema of {@link IadvizeDistributionRule}. */
export const iadvizeDistributionRuleSchema = defineSchema<
  "iadvize_distribution_rule",
  IadvizeDistributionRule
>("iadvize_distribution_rule", iadvizeDistributionRuleFields);

/**
 * An iAdvize rule that says who takes a conversation.
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
  type: constant("transfer_iadvize_conversation_action"),
  failed_transfer_message: text({ as: "failedTransferMessage", optional: true }),
  distribution_rule: object(iadvizeDistributionRuleSchema, { as: "distributionRule" }),
};

/**
 * Hands the conversation over to iAdvize.
 *
 * @example
 * ```ts
 * import type { TransferIadvizeConversationAction } from "@clustaar/schemas";
 * import { iadvizeDistributionRule, transferIadvizeConversationAction } from "@clustaar/schemas";
 *
 * const action: TransferIadvizeConversationAction = transferIadvizeConversationAction({
 *   distributionRule: iadvizeDistributionRule({ id: "rule-1", label: "Sales" }),
 * });
 * console.log(action.type); // "transfer_iadvize_conversation_action"
 * ```
 */
export interface TransferIadvizeConversationAction
  extends ModelOf<typeof transferIadvizeConversationActionFields> {}

/** What {@link transferIadvizeConversationAction} takes. */
export interface TransferIadvizeConversationActionInit
  extends InitOf<typeof transferIadvizeConversationActionFields> {}

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

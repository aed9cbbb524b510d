import type { TransferIadvizeConversationAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Hands the conversation over to iAdvize; here nobody gets it. */
export const transferIadvizeConversation: Rule<TransferIadvizeConversationAction> = ({
  distributionRule,
}) => ({ note: `hands the conversation over to iAdvize by the rule ${distributionRule.label}` });

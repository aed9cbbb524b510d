import type { CloseIntercomConversationAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Closes the conversation in Intercom; here nothing is closed. */
export const closeIntercomConversation: Rule<CloseIntercomConversationAction> = () => ({
  note: "closes the Intercom conversation",
});

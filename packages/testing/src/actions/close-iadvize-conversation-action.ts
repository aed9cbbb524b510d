import type { CloseIadvizeConversationAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Closes the conversation in iAdvize; here nothing is closed. */
export const closeIadvizeConversation: Rule<CloseIadvizeConversationAction> = () => ({
  note: "closes the iAdvize conversation",
});

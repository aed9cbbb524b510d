import type { AssignIntercomConversationAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Assigns the conversation in Intercom; here nobody gets it. */
export const assignIntercomConversation: Rule<AssignIntercomConversationAction> = ({
  assigneeId,
}) => ({ note: `assigns the Intercom conversation to ${assigneeId ? assigneeId : "nobody"}` });

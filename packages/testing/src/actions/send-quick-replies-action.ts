import type { SendQuickRepliesAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Asks something, with answers that can be pressed. */
export const sendQuickReplies: Rule<SendQuickRepliesAction> = ({ message, buttons }) => ({
  says: message,
  offers: buttons.map(({ title, action }) => ({ kind: "button", title, card: null, action })),
});

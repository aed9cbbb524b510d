import type { AskLocationAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Asks where the visitor is. */
export const askLocation: Rule<AskLocationAction> = ({ message, callbackAction }) => ({
  says: message,
  offers: [{ kind: "location", title: message, action: callbackAction }],
});

import type { CustomerSatisfactionAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Asks how satisfied the visitor is. */
export const customerSatisfaction: Rule<CustomerSatisfactionAction> = ({ message, choices }) => ({
  says: message,
  offers: choices.map(({ label, kind, target }) => ({
    kind: "rating",
    title: label,
    rating: kind,
    target,
  })),
});

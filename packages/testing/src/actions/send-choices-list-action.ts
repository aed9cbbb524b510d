import type { SendChoicesListAction } from "@clustaar/webhook-core";
import { choiceOffer } from "./choice-offer.ts";
import type { Rule } from "./outcome.ts";

/** Asks to choose from a list; its action decides where that leads. */
export const sendChoicesList: Rule<SendChoicesListAction> = ({
  message,
  placeholder,
  sections,
  action,
}) => ({
  ...(message ? { says: message } : {}),
  shows: `[list] ${placeholder}`,
  offers: sections.flatMap(({ title, choices }) =>
    choices.map((one) => choiceOffer(one, [placeholder, message, title], action)),
  ),
});

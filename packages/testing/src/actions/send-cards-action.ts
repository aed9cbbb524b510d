import type { SendCardsAction } from "@clustaar/webhook-core";
import { cardsOutcome } from "./cards-outcome.ts";
import type { Rule } from "./outcome.ts";

/** Shows cards, each with the buttons that stand on it. */
export const sendCards: Rule<SendCardsAction> = ({ cards }) => cardsOutcome(cards);

import type { SendSimpleCardsAction } from "@clustaar/webhook-core";
import { cardsOutcome } from "./cards-outcome.ts";
import type { Rule } from "./outcome.ts";

/** Shows cards whose buttons open links. */
export const sendSimpleCards: Rule<SendSimpleCardsAction> = ({ cards }) => cardsOutcome(cards);

import type { Card, SimpleCard } from "@clustaar/webhook-core";
import type { Outcome } from "./outcome.ts";

/** What cards of either kind do: they are seen, and their buttons can be pressed. */
export function cardsOutcome(cards: readonly (Card | SimpleCard)[]): Outcome {
  return {
    shows: cards
      .map(({ title, subtitle }) => `[card] ${title}${subtitle ? `: ${subtitle}` : ""}`)
      .join("\n"),
    offers: cards.flatMap((card) =>
      // Cards that may have no buttons read as an empty list; a tolerant reader may still find null.
      (card.buttons ?? []).map(({ title, action }) => ({
        kind: "button" as const,
        title,
        card: card.title,
        action,
      })),
    ),
  };
}

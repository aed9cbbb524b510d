import type { Choice } from "@clustaar/webhook-core";
import { choiceOffer } from "./choice-offer.ts";
import type { Rule } from "./outcome.ts";

/** Shows one choice that stands by itself: choosing it stores its values. */
export const choice: Rule<Choice> = (one) => ({
  shows: `[choice] ${one.title}`,
  offers: [choiceOffer(one, [], null)],
});

import type { Section } from "@clustaar/webhook-core";
import { choiceOffer } from "./choice-offer.ts";
import type { Rule } from "./outcome.ts";

/** Shows a section that stands by itself: choosing one of its choices stores the values of that choice. */
export const section: Rule<Section> = ({ title, choices }) => ({
  shows: [
    ...(title ? [`[section] ${title}`] : []),
    ...choices.map((one) => `[choice] ${one.title}`),
  ].join("\n"),
  offers: choices.map((one) => choiceOffer(one, [title], null)),
});

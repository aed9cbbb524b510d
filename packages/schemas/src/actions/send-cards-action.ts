import { constant, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { buttonSchema } from "./button.ts";

const cardFields = {
  type: constant("card"),
  title: text({ min: 1, max: 80, clean: ["normalize", "html"] }),
  subtitle: text({ max: 80, clean: ["normalize", "html"], optional: true, nullable: true }),
  alt: text({ max: 500, optional: true, nullable: true }),
  imageURL: text({
    as: "imageUrl",
    max: 500,
    url: "web",
    orEmpty: true,
    clean: ["strip"],
    optional: true,
    nullable: true,
  }),
  url: text({ max: 500, orEmpty: true, clean: ["strip"], optional: true, nullable: true }),
  buttons: list(object(buttonSchema), { max: 3, optional: true, nullable: true, default: [] }),
};

/**
 * A card with an image and buttons.
 *
 * @example
 * ```ts
 * import type { Card } from "@clustaar/schemas";
 * import { button, card, shareAction } from "@clustaar/schemas";
 *
 * const value: Card = card({
 *   title: "Shoes",
 *   buttons: [button({ title: "Share", action: shareAction() })],
 * });
 * console.log(value.type); // "card"
 * ```
 */
export interface Card extends ModelOf<typeof cardFields> {}

/** What {@link card} takes. */
export interface CardInit extends InitOf<typeof cardFields> {}

/** The wire schema of {@link Card}. */
export const cardSchema = defineSchema<"card", Card>("card", cardFields);

/**
 * A card: a title of 1 to 80 characters, and up to 3 buttons.
 *
 * @example
 * ```ts
 * import { button, card, shareAction } from "@clustaar/schemas";
 *
 * const value = card({
 *   title: "Shoes",
 *   buttons: [button({ title: "Share", action: shareAction() })],
 * });
 * console.log(value.type); // "card"
 * ```
 */
export function card(init: CardInit): Card {
  return build(cardSchema, init);
}

const sendCardsActionFields = {
  type: constant("send_cards_action"),
  cards: list(object(cardSchema), { min: 1, max: 25 }),
};

/**
 * Sends cards side by side.
 *
 * @example
 * ```ts
 * import type { SendCardsAction } from "@clustaar/schemas";
 * import { card, sendCardsAction } from "@clustaar/schemas";
 *
 * const action: SendCardsAction = sendCardsAction({ cards: [card({ title: "Shoes" })] });
 * console.log(action.type); // "send_cards_action"
 * ```
 */
export interface SendCardsAction extends ModelOf<typeof sendCardsActionFields> {}

/** What {@link sendCardsAction} takes. */
export interface SendCardsActionInit extends InitOf<typeof sendCardsActionFields> {}

/** The wire schema of {@link SendCardsAction}. */
export const sendCardsActionSchema = defineSchema<"send_cards_action", SendCardsAction>(
  "send_cards_action",
  sendCardsActionFields,
);

/**
 * Sends 1 to 25 cards side by side.
 *
 * @example
 * ```ts
 * import { card, sendCardsAction } from "@clustaar/schemas";
 *
 * const action = sendCardsAction({ cards: [card({ title: "Shoes" })] });
 * console.log(action.type); // "send_cards_action"
 * ```
 */
export function sendCardsAction(init: SendCardsActionInit): SendCardsAction {
  return build(sendCardsActionSchema, init);
}

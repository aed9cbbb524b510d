import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { buttonSchema } from "./button.ts";

/** The fields of {@link card}. */
export const cardFields = {
  /** Always `card`. */
  type: constant("card"),
  /** The card's title, 1 to 80 characters. */
  title: text({ min: 1, max: 80, clean: ["normalize", "html"] }),
  /** The line under the title, up to 80 characters. */
  subtitle: text({ max: 80, clean: ["normalize", "html"], optional: true, nullable: true }),
  /** What the image shows, for those who cannot see it, up to 500 characters. */
  alt: text({ max: 500, optional: true, nullable: true }),
  /** The card's image: an http or https URL of up to 500 characters (`imageURL` on the wire). */
  imageUrl: text({
    wire: "imageURL",
    max: 500,
    url: "web",
    orEmpty: true,
    clean: ["strip"],
    optional: true,
    nullable: true,
  }),
  /** What a click on the card opens, up to 500 characters. */
  url: text({
    max: 500,
    whole: true,
    orEmpty: true,
    clean: ["strip"],
    optional: true,
    nullable: true,
  }),
  /** Up to 3 buttons under the card. */
  buttons: list(object(buttonSchema), { max: 3, optional: true, nullable: true, default: [] }),
};

/** A card with an image and buttons. */
export interface Card extends ModelOf<typeof cardFields>, Extra {}

/** What {@link card} takes. */
export interface CardInit extends InitOf<typeof cardFields>, Extra {}

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

/** The fields of {@link sendCardsAction}. */
export const sendCardsActionFields = {
  /** Always `send_cards_action`. */
  type: constant("send_cards_action"),
  /** The cards, 1 to 25, side by side. */
  cards: list(object(cardSchema), { min: 1, max: 25 }),
};

/** Sends cards side by side. */
export interface SendCardsAction extends ModelOf<typeof sendCardsActionFields>, Extra {}

/** What {@link sendCardsAction} takes. */
export interface SendCardsActionInit extends InitOf<typeof sendCardsActionFields>, Extra {}

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

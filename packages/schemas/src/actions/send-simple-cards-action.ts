import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { openUrlButtonSchema } from "./open-url-button.ts";

/** The fields of {@link simpleCard}. */
export const simpleCardFields = {
  /** Always `simple_card`. */
  type: constant("simple_card"),
  /** The card's title, 1 to 80 characters. */
  title: text({ min: 1, max: 80, clean: ["normalize", "html"] }),
  /** The line under the title, up to 80 characters. */
  subtitle: text({ max: 80, clean: ["normalize", "html"], optional: true, nullable: true }),
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
  /** 1 to 3 buttons under the card; an empty list is left out. */
  buttons: list(object(openUrlButtonSchema), {
    min: 1,
    max: 3,
    optional: true,
    nullable: true,
    default: [],
  }),
};

/** A card whose buttons open URLs. */
export interface SimpleCard extends ModelOf<typeof simpleCardFields>, Extra {}

/** What {@link simpleCard} takes. */
export interface SimpleCardInit extends InitOf<typeof simpleCardFields>, Extra {}

/** The wire schema of {@link SimpleCard}. */
export const simpleCardSchema = defineSchema<"simple_card", SimpleCard>(
  "simple_card",
  simpleCardFields,
);

/**
 * A card whose 1 to 3 buttons, if it has any, open URLs.
 *
 * @example
 * ```ts
 * import { simpleCard } from "@clustaar/schemas";
 *
 * const value = simpleCard({ title: "Shoes", subtitle: "Red ones" });
 * console.log(value.type); // "simple_card"
 * ```
 */
export function simpleCard(init: SimpleCardInit): SimpleCard {
  return build(simpleCardSchema, init);
}

/** The fields of {@link sendSimpleCardsAction}. */
export const sendSimpleCardsActionFields = {
  /** Always `send_simple_cards_action`. */
  type: constant("send_simple_cards_action"),
  /** The cards, 1 to 25, side by side. */
  cards: list(object(simpleCardSchema), { min: 1, max: 25 }),
};

/** Sends simple cards side by side. */
export interface SendSimpleCardsAction extends ModelOf<typeof sendSimpleCardsActionFields>, Extra {}

/** What {@link sendSimpleCardsAction} takes. */
export interface SendSimpleCardsActionInit
  extends InitOf<typeof sendSimpleCardsActionFields>,
    Extra {}

/** The wire schema of {@link SendSimpleCardsAction}. */
export const sendSimpleCardsActionSchema = defineSchema<
  "send_simple_cards_action",
  SendSimpleCardsAction
>("send_simple_cards_action", sendSimpleCardsActionFields);

/**
 * Sends 1 to 25 simple cards side by side.
 *
 * @example
 * ```ts
 * import { sendSimpleCardsAction, simpleCard } from "@clustaar/schemas";
 *
 * const action = sendSimpleCardsAction({ cards: [simpleCard({ title: "Shoes" })] });
 * console.log(action.type); // "send_simple_cards_action"
 * ```
 */
export function sendSimpleCardsAction(init: SendSimpleCardsActionInit): SendSimpleCardsAction {
  return build(sendSimpleCardsActionSchema, init);
}

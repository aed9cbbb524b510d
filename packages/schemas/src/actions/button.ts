import { constant, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { anyButtonAction } from "./button-actions.ts";

/** The fields of {@link button}. */
export const fields = {
  /** Always `button`. */
  type: constant("button"),
  /** What the button says, 1 to 20 characters. */
  title: text({ min: 1, max: 20, clean: ["normalize", "html"] }),
  /** What a click does. */
  action: anyButtonAction,
};

/** A button of a card. */
export interface Button extends ModelOf<typeof fields>, Extra {}

/** What {@link button} takes. */
export interface ButtonInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link Button}. */
export const buttonSchema = defineSchema<"button", Button>("button", fields);

/**
 * A button of a card: a title of 1 to 20 characters and what it does.
 *
 * @example
 * ```ts
 * import { button, shareAction } from "@clustaar/schemas";
 *
 * const value = button({ title: "Share", action: shareAction() });
 * console.log(value.type); // "button"
 * ```
 */
export function button(init: ButtonInit): Button {
  return build(buttonSchema, init);
}

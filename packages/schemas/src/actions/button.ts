import { constant, type InitOf, type ModelOf, oneOf, orUnknown, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { buttonActionSchemas } from "./button-actions.ts";

const fields = {
  type: constant("button"),
  title: text({ min: 1, max: 20, clean: ["normalize", "html"] }),
  action: orUnknown(oneOf(buttonActionSchemas)),
};

/**
 * A button of a card.
 *
 * @example
 * ```ts
 * import type { Button } from "@clustaar/schemas";
 * import { button, shareAction } from "@clustaar/schemas";
 *
 * const value: Button = button({ title: "Share", action: shareAction() });
 * console.log(value.type); // "button"
 * ```
 */
export interface Button extends ModelOf<typeof fields> {}

/** What {@link button} takes. */
export interface ButtonInit extends InitOf<typeof fields> {}

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

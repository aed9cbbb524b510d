import { constant, type InitOf, type ModelOf, object, orUnknown, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { openUrlActionSchema } from "./open-url-action.ts";

const fields = {
  type: constant("open_url_button"),
  title: text({ min: 1, max: 20, clean: ["normalize", "html"] }),
  action: orUnknown(object(openUrlActionSchema)),
};

/**
 * A button of a simple card.
 *
 * @example
 * ```ts
 * import type { OpenUrlButton } from "@clustaar/schemas";
 * import { openUrlAction, openUrlButton } from "@clustaar/schemas";
 *
 * const value: OpenUrlButton = openUrlButton({ title: "Help", action: openUrlAction({ url: "https://example.com" }) });
 * console.log(value.type); // "open_url_button"
 * ```
 */
export interface OpenUrlButton extends ModelOf<typeof fields> {}

/** What {@link openUrlButton} takes. */
export interface OpenUrlButtonInit extends InitOf<typeof fields> {}

/** The wire schema of {@link OpenUrlButton}. */
export const openUrlButtonSchema = defineSchema<"open_url_button", OpenUrlButton>(
  "open_url_button",
  fields,
);

/**
 * A button of a simple card: a title of 1 to 20 characters and the URL it opens.
 *
 * @example
 * ```ts
 * import { openUrlAction, openUrlButton } from "@clustaar/schemas";
 *
 * const value = openUrlButton({ title: "Help", action: openUrlAction({ url: "https://example.com" }) });
 * console.log(value.type); // "open_url_button"
 * ```
 */
export function openUrlButton(init: OpenUrlButtonInit): OpenUrlButton {
  return build(openUrlButtonSchema, init);
}

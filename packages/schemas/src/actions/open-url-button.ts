import {
  constant,
  type Extra,
  type InitOf,
  type ModelOf,
  object,
  orUnknown,
  text,
} from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { openUrlActionSchema } from "./open-url-action.ts";

/** The fields of {@link openUrlButton}. */
export const fields = {
  /** Always `open_url_button`. */
  type: constant("open_url_button"),
  /** What the button says, 1 to 20 characters. */
  title: text({ min: 1, max: 20, clean: ["normalize", "html"] }),
  /** The address that a click opens. */
  action: orUnknown(object(openUrlActionSchema)),
};

/** A button of a simple card. */
export interface OpenUrlButton extends ModelOf<typeof fields>, Extra {}

/** What {@link openUrlButton} takes. */
export interface OpenUrlButtonInit extends InitOf<typeof fields>, Extra {}

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

import { constant, type Extra, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link openUrlAction}. */
export const fields = {
  /** Always `open_url_action`. */
  type: constant("open_url_action"),
  /** The address to open: a URL with a scheme and a host, 1 to 500 characters. */
  url: text({ min: 1, max: 500, url: "any", clean: ["strip", "html"] }),
};

/** Opens a URL. */
export interface OpenUrlAction extends ModelOf<typeof fields>, Extra {}

/** What {@link openUrlAction} takes. */
export interface OpenUrlActionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link OpenUrlAction}. */
export const openUrlActionSchema = defineSchema<"open_url_action", OpenUrlAction>(
  "open_url_action",
  fields,
);

/**
 * Opens a URL of any scheme, up to 500 characters.
 *
 * @example
 * ```ts
 * import { openUrlAction } from "@clustaar/schemas";
 *
 * const action = openUrlAction({ url: "https://example.com/help" });
 * console.log(action.type); // "open_url_action"
 * ```
 */
export function openUrlAction(init: OpenUrlActionInit): OpenUrlAction {
  return build(openUrlActionSchema, init);
}

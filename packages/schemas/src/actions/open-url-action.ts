import { constant, type InitOf, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("open_url_action"),
  url: text({ min: 1, max: 500, url: "any", clean: ["strip", "html"] }),
};

/**
 * Opens a URL.
 *
 * @example
 * ```ts
 * import type { OpenUrlAction } from "@clustaar/schemas";
 * import { openUrlAction } from "@clustaar/schemas";
 *
 * const action: OpenUrlAction = openUrlAction({ url: "https://example.com/help" });
 * console.log(action.type); // "open_url_action"
 * ```
 */
export interface OpenUrlAction extends ModelOf<typeof fields> {}

/** What {@link openUrlAction} takes. */
export interface OpenUrlActionInit extends InitOf<typeof fields> {}

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

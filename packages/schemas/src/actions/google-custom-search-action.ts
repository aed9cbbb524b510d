import { constant, type InitOf, integer, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  type: constant("google_custom_search_action"),
  query: text({ min: 1, max: 2048 }),
  customEngineID: text({ as: "customEngineId", min: 1, clean: ["strip"] }),
  limit: integer({ min: 1, max: 10 }),
};

/**
 * Searches the web and shows what was found.
 *
 * @example
 * ```ts
 * import type { GoogleCustomSearchAction } from "@clustaar/schemas";
 * import { googleCustomSearchAction } from "@clustaar/schemas";
 *
 * const action: GoogleCustomSearchAction = googleCustomSearchAction({ query: "red shoes", customEngineId: "engine-1", limit: 3 });
 * console.log(action.type); // "google_custom_search_action"
 * ```
 */
export interface GoogleCustomSearchAction extends ModelOf<typeof fields> {}

/** What {@link googleCustomSearchAction} takes. */
export interface GoogleCustomSearchActionInit extends InitOf<typeof fields> {}

/** The wire schema of {@link GoogleCustomSearchAction}. */
export const googleCustomSearchActionSchema = defineSchema<
  "google_custom_search_action",
  GoogleCustomSearchAction
>("google_custom_search_action", fields);

/**
 * Searches with a Google custom search engine and shows 1 to 10 results.
 *
 * @example
 * ```ts
 * import { googleCustomSearchAction } from "@clustaar/schemas";
 *
 * const action = googleCustomSearchAction({ query: "red shoes", customEngineId: "engine-1", limit: 3 });
 * console.log(action.type); // "google_custom_search_action"
 * ```
 */
export function googleCustomSearchAction(
  init: GoogleCustomSearchActionInit,
): GoogleCustomSearchAction {
  return build(googleCustomSearchActionSchema, init);
}

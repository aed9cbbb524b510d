import { constant, type Extra, type InitOf, integer, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link googleCustomSearchAction}. */
export const fields = {
  /** Always `google_custom_search_action`. */
  type: constant("google_custom_search_action"),
  /** What to search for, 1 to 2048 characters. */
  query: text({ min: 1, max: 2048 }),
  /** Google's id of the search engine, at least 1 character (`customEngineID` on the wire). */
  customEngineId: text({ wire: "customEngineID", min: 1, clean: ["strip"] }),
  /** How many results to show: a whole number from 1 to 10. */
  limit: integer({ min: 1, max: 10 }),
};

/** Searches the web and shows what was found. */
export interface GoogleCustomSearchAction extends ModelOf<typeof fields>, Extra {}

/** What {@link googleCustomSearchAction} takes. */
export interface GoogleCustomSearchActionInit extends InitOf<typeof fields>, Extra {}

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

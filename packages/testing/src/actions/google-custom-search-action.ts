import type { GoogleCustomSearchAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Shows what a search finds; here nothing is searched. */
export const googleCustomSearch: Rule<GoogleCustomSearchAction> = ({ query, limit }) => ({
  shows: `[search] ${query} (up to ${limit} results)`,
});

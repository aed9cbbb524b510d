import type { UnknownAction } from "@clustaar/webhook-core";
import { jsonText } from "../internal/json-text.ts";
import type { Rule } from "./outcome.ts";

/** An action that this version does not know, or whose shape does not fit: it is noted, and nothing happens. */
export const unknown: Rule<UnknownAction> = ({ wire }) => ({
  note: `unknown action: ${jsonText(wire)}`,
});

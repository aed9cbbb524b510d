import { WebhookConfigError } from "../endpoint/errors.ts";
import { didYouMean } from "../endpoint/nearest.ts";
import { textFilter } from "./internal/text-filter.ts";
import type { JsonFilter } from "./types.ts";
import { inputTypes, type UserInputMatch } from "./user-input.ts";

/**
 * Matches when an input of this type led to the step (`data.input.type`), or of one of a list: `message`, `custom_event`,
 * `url_loaded_event`, `go_to_action`.
 *
 * @throws WebhookConfigError `config_invalid` when there is no type, or one is unknown.
 *
 * @example
 * ```ts
 * import { inputType } from "@clustaar/webhook-core";
 *
 * const typed = inputType("message");
 * console.log(typed({ data: { input: { type: "message", text: "Hello", attachments: [] } } })); // true
 * console.log(typed({ data: { input: { type: "go_to_action" } } })); // false
 * ```
 */
export function inputType(
  types: UserInputMatch["type"] | readonly UserInputMatch["type"][],
): JsonFilter {
  const filter = textFilter("inputType", "a type of input", ["data", "input", "type"], types);
  const unknown = [types].flat().find((type) => !inputTypes.includes(type));
  if (unknown === undefined) return filter;
  const known: readonly string[] = inputTypes;
  throw new WebhookConfigError(
    `inputType: expected one of ${known.join(", ")}, got ${JSON.stringify(unknown)}${didYouMean(unknown, known)}`,
  );
}

import { textFilter } from "./internal/text-filter.ts";
import type { JsonFilter } from "./types.ts";

/**
 * Matches when the step that was reached (`data.step.id`) is this one, or one of a list.
 *
 * @throws WebhookConfigError `config_invalid` when there is no id, or one is empty or not text.
 *
 * @example
 * ```ts
 * import { stepId } from "@clustaar/webhook-core";
 *
 * const welcome = stepId(["507f191e810c19729de860ea", "507f191e810c19729de860eb"]);
 * console.log(welcome({ data: { step: { id: "507f191e810c19729de860ea" } } })); // true
 * ```
 */
export function stepId(ids: string | readonly string[]): JsonFilter {
  return textFilter("stepId", "the id of a step", ["data", "step", "id"], ids);
}

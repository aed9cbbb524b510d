import { WebhookConfigError } from "../endpoint/errors.ts";
import { resolveDirectPath } from "./internal/direct-path.ts";
import { jsonMatcher } from "./internal/json-equal.ts";
import { named } from "./internal/named.ts";
import type { JsonFilter } from "./types.ts";

const pathOfStepId = ["data", "step", "id"] as const;

/**
 * Passes when the step that was reached (`data.step.id`) is this one, or one of these.
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
  const list: readonly unknown[] = Array.isArray(ids) ? [...ids] : [ids];
  if (list.length === 0 || !list.every((id) => typeof id === "string" && id !== "")) {
    throw new WebhookConfigError(
      "stepId: expected the id of a step or a list of them, got none or an empty one; is an environment variable unset?",
    );
  }
  const matches = jsonMatcher(list);
  return named(`stepId(${list.join(", ")})`, (json) =>
    matches(resolveDirectPath(json, pathOfStepId)),
  );
}

import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { checkText } from "../endpoint/option-checks.ts";
import { resolveDirectPath } from "./internal/direct-path.ts";
import { described, equality, type Scalar } from "./internal/equality.ts";
import { jsonMatcher } from "./internal/json-equal.ts";
import { seeing } from "./internal/sight.ts";
import type { JsonFilter } from "./types.ts";

/**
 * Matches when the session holds this value, or one of a list, under `key` (`data.session.values[key]`; dots in the key mean
 * nothing). A key that is absent equals nothing, not even null. For lists and objects there is `jsonKeyEquals`.
 *
 * @throws WebhookConfigError `config_invalid` when the key is empty, or a value is not a text, a number, a boolean or null.
 *
 * @example
 * ```ts
 * import { sessionValue } from "@clustaar/webhook-core";
 *
 * const asksForSize = sessionValue("step", "size");
 * console.log(asksForSize({ data: { session: { values: { step: "size" } } } })); // true
 * console.log(asksForSize({ data: { session: { values: {} } } })); // false
 * ```
 */
export function sessionValue(key: string, values: Scalar | readonly Scalar[]): JsonFilter {
  checkText("sessionValue: key", key);
  const list = requireScalars(values);
  const path = ["data", "session", "values", key];
  const matches = jsonMatcher(list);
  const read = (json: unknown) => resolveDirectPath(json, path);
  const filter: JsonFilter = (json) => matches(read(json));
  const name = `sessionValue(${[key, ...list].map(String).join(", ")})`;
  return seeing(described(name, filter, equality(path, list)), {
    looks: [{ path: path.join("."), read, wanted: list }],
  });
}

/** A copy of the list, so that nobody can change it afterwards. */
function requireScalars(values: unknown): readonly Scalar[] {
  const list: readonly unknown[] = Array.isArray(values) ? [...values] : [values];
  const wrong = list.findIndex((value) => !isJsonScalar(value));
  if (list.length > 0 && wrong === -1) return list as readonly Scalar[]; // checked above
  const came = list.length === 0 ? "an empty list" : kindOf(list[wrong]);
  throw new WebhookConfigError(
    `sessionValue: expected a text, a number, a boolean, null, or a list of these, got ${came}; for an object, write jsonKeyEquals("data.session.values.key", value)`,
  );
}

function isJsonScalar(value: unknown): value is Scalar {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

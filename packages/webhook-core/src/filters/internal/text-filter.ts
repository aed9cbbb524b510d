import { WebhookConfigError } from "../../endpoint/errors.ts";
import type { JsonFilter } from "../types.ts";
import { type DirectPath, resolveDirectPath } from "./direct-path.ts";
import { described, equality } from "./equality.ts";
import { jsonMatcher } from "./json-equal.ts";
import { seeing } from "./sight.ts";

/** Makes a filter that passes when the text at `path` is this one, or one of these. */
export function textFilter(
  kind: string,
  what: string,
  path: DirectPath,
  texts: string | readonly string[],
): JsonFilter {
  const list = requireTexts(kind, what, texts);
  const matches = jsonMatcher(list);
  const read = (json: unknown) => resolveDirectPath(json, path);
  const filter: JsonFilter = (json) => matches(read(json));
  return seeing(described(`${kind}(${list.join(", ")})`, filter, equality(path, list)), {
    looks: [{ path: path.join("."), read, wanted: list }],
  });
}

/** A copy of the list, so that nobody can change it afterwards. */
export function requireTexts(kind: string, what: string, texts: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(texts) ? [...texts] : [texts];
  if (list.length > 0 && list.every((text) => typeof text === "string" && text !== "")) {
    return list as readonly string[]; // checked above
  }
  throw new WebhookConfigError(
    `${kind}: expected ${what} or a list of them, got none or an empty one; is an environment variable not set?`,
  );
}

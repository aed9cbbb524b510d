import { types } from "node:util";

/**
 * Names a value's kind for an error message, never the value itself: it may be a secret.
 *
 * @example
 * ```ts
 * import { kindOf } from "@clustaar/webhook-core/endpoint";
 *
 * console.log(kindOf("s3cr3t"), kindOf("")); // "a string" "an empty string"
 * ```
 */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value === "") return "an empty string";
  if (value === undefined) return "undefined";
  if (typeof value !== "object") return `a ${typeof value}`;
  return types.isPromise(value) ? "a promise" : "an object";
}

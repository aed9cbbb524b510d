import { WebhookConfigError } from "../../endpoint/errors.ts";

// Deeper than any configuration; it also catches a value that contains itself.
const deepest = 500;

/** Copies a value that has to be JSON, so that nobody can change it afterwards. */
export function requireJson(filter: string, value: unknown, depth = 0): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "object" && depth < deepest) {
    if (Array.isArray(value)) {
      return Array.from(value, (item) => requireJson(filter, item, depth + 1));
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || Object.getPrototypeOf(prototype) === null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, requireJson(filter, item, depth + 1)]),
      );
    }
  }
  throw new WebhookConfigError(
    `${filter}: expected a JSON value to compare with, got ${describe(value, depth)}`,
  );
}

/**
 * Whether two JSON values are the same JSON: the order of keys does not matter, types do. It costs what `left` costs, a
 * filter's own value: of a huge `right` nothing is read that `left` does not have.
 */
function jsonEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return false;
  }
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => jsonEqual(item, right[index]))
    );
  }
  if (Array.isArray(right)) return false;
  const keys = Object.keys(left);
  const [a, b] = [left as Record<string, unknown>, right as Record<string, unknown>];
  const hasAll = keys.every((key) => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]));
  // Counted last, since listing the keys of a huge object takes time.
  return hasAll && Object.keys(b).length === keys.length;
}

/** Makes a test for being one of `values`, all of them JSON. */
export function jsonMatcher(values: readonly unknown[]): (value: unknown) => boolean {
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  const objects = values.filter(isObject);
  const scalars = new Set(values.filter((value) => !isObject(value)));
  if (objects.length === 0) {
    if (scalars.size !== 1) return (value) => scalars.has(value);
    const [only] = scalars;
    return (value) => value === only;
  }
  return (value) => scalars.has(value) || objects.some((object) => jsonEqual(object, value));
}

function describe(value: unknown, depth: number): string {
  if (value === undefined) return "undefined; is an environment variable unset?";
  if (depth >= deepest) return "one that is nested too deeply or holds itself";
  if (typeof value === "object") return `an instance of ${value?.constructor?.name ?? "a class"}`;
  return typeof value === "number" ? String(value) : `a ${typeof value}`;
}

import type { DirectPath } from "./direct-path.ts";

/** What a filter is known to need: at `path` stands one of `values`, or the filter does not pass. */
export interface Equality {
  readonly path: DirectPath;
  /** Texts, numbers, booleans or null; comparing them by `===` is JSON equality. */
  readonly values: readonly Scalar[];
}

export type Scalar = string | number | boolean | null;

/** Under it a filter keeps its {@link Equality}; registered, so that filters of another copy of this package have it too. */
const brand = Symbol.for("@clustaar/webhook-core/filter-equality");

type Branded = { readonly [brand]?: Equality };

/** Gives a filter the name under which a stack, a debugger and `onResponse` show it, and what it is known to need. */
export function described<F extends (...args: never[]) => boolean>(
  name: string,
  filter: F,
  equality?: Equality | undefined,
): F {
  Object.defineProperty(filter, "name", { value: name });
  if (equality !== undefined) Object.defineProperty(filter, brand, { value: equality });
  return filter;
}

/** What a filter is known to need, so that a router can look its route up; undefined when nothing is known. */
export function equalityOf(filter: unknown): Equality | undefined {
  if (typeof filter !== "function") return undefined;
  const { path, values } = (filter as Branded)[brand] ?? {};
  // Another version of this package may know more about its filters than this one.
  return Array.isArray(path) && Array.isArray(values) ? equality(path, values) : undefined;
}

/** The equality of a path and values, where a router can look them up: objects and lists it cannot. */
export function equality(
  path: DirectPath | undefined,
  values: readonly unknown[],
): Equality | undefined {
  return path !== undefined && values.every(isScalar) ? { path, values } : undefined;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value !== "object" || value === null;
}

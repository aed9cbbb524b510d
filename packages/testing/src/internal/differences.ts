import { isObject } from "./is-object.ts";

/** One value that changed in a turn. */
export interface Change {
  /** Where: `session.values.size`. */
  readonly path: string;
  /** What it was; undefined: nothing. */
  readonly before: unknown;
  /** What it is; undefined: nothing. */
  readonly after: unknown;
}

/** One place where two JSON values differ. */
export interface Found {
  readonly path: readonly (string | number)[];
  readonly left: unknown;
  readonly right: unknown;
}

/** Every place where two JSON values differ, down to their leaves. */
export function differences(
  left: unknown,
  right: unknown,
  { nullIsAbsent = false }: { nullIsAbsent?: boolean } = {},
): Found[] {
  const found: Found[] = [];
  walk(left, right, []);
  return found;

  function walk(a: unknown, b: unknown, path: readonly (string | number)[]): void {
    if (Object.is(a, b) || (nullIsAbsent && isNothing(a) && isNothing(b))) return;
    if (Array.isArray(a) && Array.isArray(b)) {
      for (let index = 0; index < Math.max(a.length, b.length); index++) {
        walk(a[index], b[index], [...path, index]);
      }
    } else if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        walk(own(a, key), own(b, key), [...path, key]);
      }
    } else if (a !== b) {
      // -0 and 0 are one number in JSON.
      found.push({ path, left: a, right: b });
    }
  }
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

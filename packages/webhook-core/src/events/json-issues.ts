import { types } from "node:util";
import type { ErrorIssue } from "../endpoint/errors.ts";
import { isThenable } from "../endpoint/thenable.ts";

/**
 * Collects what JSON would lose or cannot hold in something a handler made, each with its path: promises (a forgotten
 * `await`), numbers that are not finite, bigints, functions, maps and sets, invalid dates, circles.
 *
 * @param place - where the value stands in the answer.
 */
export function jsonIssues(
  value: unknown,
  place: readonly (string | number)[],
): readonly ErrorIssue[] {
  if (isSound(value, { objects: MOST_OBJECTS }, 0)) return none;
  const search: Search = { issues: [], path: [...place], around: [] };
  look(value, search);
  return search.issues;
}

const none: readonly ErrorIssue[] = [];
/** Beyond these a value is searched with care: what is shared or goes in circles is visited again and again. */
const MOST_OBJECTS = 10_000;
const SHALLOW = 100;

/** Whether a value is plain JSON, and small: what nearly all answers are, told without noting where anything stands. */
function isSound(value: unknown, left: { objects: number }, depth: number): boolean {
  if (typeof value !== "object" || value === null) return isSoundLeaf(value);
  if (depth === SHALLOW || --left.objects < 0) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      if (!isSound(value[index], left, depth + 1)) return false;
    }
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) {
    if (!isSound((value as Record<string, unknown>)[key], left, depth + 1)) return false;
  }
  return true;
}

function isSoundLeaf(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "function" && typeof value !== "bigint" && typeof value !== "symbol";
}

interface Search {
  readonly issues: ErrorIssue[];
  readonly path: (string | number)[];
  /** The objects that the current value stands in: few, so that a list is faster than a set. */
  readonly around: object[];
}

/** More than this many help nobody. */
export const MOST_ISSUES = 200;
/** As deep as what is received may be nested. */
const DEEPEST = 2_000;

// One frame a level: what came in nested 2,000 levels deep travels through here on its way back.
function look(value: unknown, search: Search): void {
  const problem = problemOf(value, search.around);
  if (problem !== undefined) {
    search.issues.push({ path: [...search.path], message: problem });
    return;
  }
  if (typeof value !== "object" || value === null || "toJSON" in value) return;
  search.around.push(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (isPlain(item) || search.issues.length >= MOST_ISSUES) continue;
      search.path.push(index);
      look(item, search);
      search.path.pop();
    }
  } else {
    for (const key of Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      if (isPlain(item) || search.issues.length >= MOST_ISSUES) continue;
      search.path.push(key);
      look(item, search);
      search.path.pop();
    }
  }
  search.around.pop();
}

/** What most values are, told without a call. */
function isPlain(value: unknown): boolean {
  return (
    typeof value === "string" ||
    typeof value === "boolean" ||
    value === null ||
    Number.isFinite(value)
  );
}

function problemOf(value: unknown, around: readonly object[]): string | undefined {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? undefined : `expected a finite number, got ${value}`;
    case "bigint":
      return "expected a value that JSON can hold, got a bigint; use Number() or String()";
    case "function":
      return "expected a value that JSON can hold, got a function; are its parentheses missing?";
    case "symbol":
      return "expected a value that JSON can hold, got a symbol";
    case "object":
      return value === null ? undefined : problemOfObject(value, around);
    default:
      return undefined;
  }
}

function problemOfObject(value: object, around: readonly object[]): string | undefined {
  if (isThenable(value)) {
    // It is named here; if it fails later, that must not end the process.
    if (types.isPromise(value)) value.catch(() => {});
    return "expected a value, got a promise; is an `await` missing?";
  }
  if (around.includes(value)) return "expected a value without circles";
  if (around.length === DEEPEST) return `expected at most ${DEEPEST} levels of nesting`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) return undefined;
  if (types.isMap(value)) {
    return "expected a value that JSON can hold, got a Map; use Object.fromEntries()";
  }
  if (types.isSet(value)) {
    return "expected a value that JSON can hold, got a Set; spread it into a list";
  }
  if (types.isDate(value) && Number.isNaN(value.getTime())) {
    return "expected a date, got an invalid one";
  }
  if (prototype === null || Array.isArray(value) || "toJSON" in value) return undefined;
  if (types.isTypedArray(value)) {
    return 'expected a value that JSON can hold, got bytes or numbers of a typed array; use Array.from(), or Buffer.from(bytes).toString("base64")';
  }
  // An error, a regular expression, a Headers: what they hold is not in keys.
  if (Object.keys(value).length > 0) return undefined;
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return `expected a value that JSON can hold, got an object (${kind}) that JSON writes as {}; write what you need of it`;
}

import { codePoints } from "./python-text.ts";
import { patternFault } from "./regexp/index.ts";
import type { Range, TextLimits } from "./specs.ts";
import { isUrl } from "./url.ts";

/** What is wrong with a value: a stable code and a sentence that names the limit and what came. */
export interface Broken {
  readonly code: string;
  readonly message: string;
}

/** The first limit that a text breaks, or undefined. */
export function brokenText(limits: TextLimits, text: string): Broken | undefined {
  if (limits.orEmpty && text === "") return undefined;
  const { min, max, oneOf, pattern, url, regexp } = limits;
  // The length in UTF-16 units is never below the one in code points: counting is for the rest.
  if (max !== undefined && text.length > max) {
    const length = codePoints(text);
    if (length > max)
      return broken("too_long", `at most ${count(max, "character")}, got ${length}`);
  }
  if (min !== undefined && text.length < min * 2) {
    const length = codePoints(text);
    if (length < min) {
      return broken("too_short", `at least ${count(min, "character")}, got ${length}`);
    }
  }
  if (oneOf !== undefined && !oneOf.includes(text)) {
    return broken("not_allowed", `one of ${listed(oneOf)}, got ${described(text)}`);
  }
  if (pattern !== undefined && !pattern.regexp.test(text)) {
    return broken("pattern", `${pattern.says}, got ${described(text)}`);
  }
  if (url !== undefined && !isUrl(text, url === "web")) {
    const what = url === "web" ? "an http or https URL" : "a URL with a scheme and a host";
    return broken("url", `expected ${what}, got ${described(text)}`);
  }
  const fault = regexp ? patternFault(text) : undefined;
  if (fault !== undefined) {
    return broken("regexp", `expected a regular expression, got ${described(text)}: ${fault}`);
  }
  return undefined;
}

/** The first bound that a number breaks, or undefined. */
export function brokenNumber(
  { min, max }: Range,
  integer: boolean,
  value: number,
): Broken | undefined {
  if (integer && !Number.isInteger(value)) {
    return broken("wrong_type", `expected a whole number, got ${value}`);
  }
  if (min !== undefined && value < min) return broken("too_small", `at least ${min}, got ${value}`);
  if (max !== undefined && value > max) return broken("too_large", `at most ${max}, got ${value}`);
  return undefined;
}

/** The bound that the number of items breaks, or undefined. */
export function brokenCount({ min, max }: Range, items: number): Broken | undefined {
  if (min !== undefined && items < min) {
    return broken("too_few", `at least ${count(min, "item")}, got ${items}`);
  }
  if (max !== undefined && items > max) {
    return broken("too_many", `at most ${count(max, "item")}, got ${items}`);
  }
  return undefined;
}

/** A value in a few words: short texts and scalars as they are, everything else by its kind. */
export function described(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") {
    if (value.length <= 40) return JSON.stringify(value);
    return JSON.stringify(`${[...value.slice(0, 80)].slice(0, 39).join("")}…`);
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  // A URL, a date, a promise: what looks like a text when it is printed.
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return kind === "Object" ? "an object" : `an object (${kind})`;
}

/** Quoted alternatives: `"a", "b"`. */
export function listed(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function broken(code: string, message: string): Broken {
  return { code, message };
}

import type { Item } from "./item.ts";
import { PatternFault } from "./pattern-fault.ts";
import type { Reader } from "./reader.ts";
import { times } from "./width.ts";

/** How often something is repeated; `most` is undefined when there is no limit. */
interface Repeat {
  readonly least: number;
  readonly most: number | undefined;
}

const signs: ReadonlyMap<string, Repeat> = new Map([
  ["?", { least: 0, most: 1 }],
  ["*", { least: 0, most: undefined }],
  ["+", { least: 1, most: undefined }],
]);
const digit = /^[0-9]$/;
/** From here on a count is too large for Python. */
const TOO_MANY = 2 ** 32 - 1;
/** Python reads no longer number. */
const MOST_DIGITS = 4300;

/** Reads a quantifier whose first token was read; undefined where it is none, as a brace may be. */
export function readRepeat(source: Reader, token: string, start: number): Repeat | undefined {
  const repeat = token === "{" ? readBraces(source, start) : signs.get(token);
  // Reluctant or possessive.
  if (repeat !== undefined && !source.match("?")) source.match("+");
  return repeat;
}

/** What comes of an item that is repeated. */
export function repeated(item: Item | undefined, { least, most }: Repeat, start: number): Item {
  if (item === undefined || item.kind === "position") {
    throw new PatternFault("nothing to repeat", start);
  }
  if (item.kind === "repeat") throw new PatternFault("a repeat of a repeat", start);
  return { kind: "repeat", width: times(item.width, least, most) };
}

function readBraces(source: Reader, start: number): Repeat | undefined {
  const inside = source.position;
  if (source.next === "}") return undefined;
  const low = source.takeWhile(digit);
  const high = source.match(",") ? source.takeWhile(digit) : low;
  if (!source.match("}")) {
    source.seek(inside);
    return undefined;
  }
  const least = countOf(low, start) ?? 0;
  const most = countOf(high, start);
  if (most !== undefined && most < least)
    throw new PatternFault("at most less than at least", start);
  return { least, most };
}

function countOf(digits: string, start: number): number | undefined {
  if (digits === "") return undefined;
  const count = digits.length > MOST_DIGITS ? TOO_MANY : Number(digits);
  if (count >= TOO_MANY) throw new PatternFault("too many repeats", start);
  return count;
}

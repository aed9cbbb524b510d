/**
 * Text as the platform sees it. It runs Python, so whitespace, lengths and patterns follow Python's
 * rules; the table holds each pattern as Python wrote it and this file what it means in JavaScript.
 */

/** A pattern of the wire: Python's source and flags, its exact JavaScript reading, and plain words. */
export interface WirePattern {
  readonly source: string;
  readonly flags?: "i";
  readonly regexp: RegExp;
  readonly says: string;
}

// Python's `$` also matches before one last line feed; `\w` is every letter, number or underscore;
// without regard to case, `k`, `s` and `i` have the extra partners U+212A, U+017F, U+0130 and U+0131.
// Written as classes instead of with the flag `i`, which JSON Schema's `pattern` has no place for.
const word = "[\\p{L}\\p{N}_]";

/** Every pattern of the wire, by what it is for. */
export const patterns = {
  identifier: {
    source: "^[a-z0-9]{24}$",
    flags: "i",
    regexp: /^[a-zA-Z0-9\u0130\u0131\u017F\u212A]{24}\n?$/u,
    says: "24 letters (a to z) or digits",
  },
  key: {
    source: "^[\\w\\d_]+$",
    regexp: new RegExp(`^${word}+\\n?$`, "u"),
    says: "only letters, digits and underscores",
  },
  attributeKey: {
    source: "^(?!(id)$)[\\w\\d_]+$",
    flags: "i",
    regexp: new RegExp(`^(?![iI\\u0130\\u0131][dD]\\n?$)${word}+\\n?$`, "u"),
    says: 'only letters, digits and underscores, and not "id"',
  },
  dictKey: {
    source: "^[\\w\\d]+$",
    regexp: new RegExp(`^${word}+\\n?$`, "u"),
    says: "only letters, digits and underscores",
  },
  digits: {
    source: "^\\d*$",
    regexp: /^\p{Nd}*\n?$/u,
    says: "only digits",
  },
  notClustaarAddress: {
    source: "^((?!@clustaar\\.).)*$",
    flags: "i",
    regexp: /^(?:(?!@[cC][lL][uU][sS\u017F][tT][aA][aA][rR]\.)[^\n])*\n?$/u,
    says: 'one line without "@clustaar."',
  },
} as const satisfies Record<string, WirePattern>;

/** The length in code points, as Python counts it: an emoji is one. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff) {
      const before = text.charCodeAt(i - 1);
      // Two high surrogates before one low one are a lone surrogate and a pair, so looking one back is enough.
      if (before >= 0xd800 && before <= 0xdbff) count--;
    }
  }
  return count;
}

/** Whether Python's `str.strip` takes this UTF-16 unit away (JavaScript's `trim` differs on seven). */
function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit >= 0x1c;
  if (unit < 0x85) return false;
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** What Python's `str.strip` leaves. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

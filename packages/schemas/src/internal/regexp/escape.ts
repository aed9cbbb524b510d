import { characterNamed } from "./character-names.ts";
import { PatternFault } from "./pattern-fault.ts";
import type { Reader } from "./reader.ts";

const hexDigit = /^[0-9a-f]$/i;
const octalDigit = /^[0-7]$/;
const LARGEST_OCTAL = 0o377;
const LARGEST_CODE_POINT = 0x10ffff;

/** Letters that stand for a control character. */
const controls: ReadonlyMap<string, number> = new Map(
  Object.entries({ a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }),
);
/** How many hexadecimal digits follow which letter. */
const hexLengths: ReadonlyMap<string, number> = new Map(Object.entries({ x: 2, u: 4, U: 8 }));

/** The code point of an escape that stands for one character and has no digit; NaN where only its name is known. */
export function escapedCharacter(source: Reader, token: string, start: number): number {
  const letter = token.slice(1);
  const control = controls.get(letter);
  if (control !== undefined) return control;
  const digits = hexLengths.get(letter);
  if (digits !== undefined) return hexadecimal(source, token, digits, start);
  if (letter === "N") return named(source, start);
  if (/^[a-z]$/i.test(letter)) throw meansNothing(token, start);
  // An escape is a backslash and one character.
  return letter.codePointAt(0) as number;
}

/** The code point that octal digits give: one that was read already, and two others at most. */
export function octalCharacter(source: Reader, first: string, start: number): number {
  const digits = first + source.takeWhile(octalDigit, 2);
  const value = Number.parseInt(digits, 8);
  if (value <= LARGEST_OCTAL) return value;
  throw new PatternFault(`\\${digits} is above \\377`, start);
}

/** A backslash before a letter or digit that has no meaning with it. */
export function meansNothing(token: string, start: number): PatternFault {
  return new PatternFault(`${token} has no meaning`, start);
}

function hexadecimal(source: Reader, token: string, length: number, start: number): number {
  const digits = source.takeWhile(hexDigit, length);
  if (digits.length < length) {
    throw new PatternFault(`${token} without ${length} hexadecimal digits`, start);
  }
  const value = Number.parseInt(digits, 16);
  if (value <= LARGEST_CODE_POINT) return value;
  throw new PatternFault(`${token}${digits} is not a character`, start);
}

function named(source: Reader, start: number): number {
  if (!source.match("{")) throw new PatternFault("missing { after \\N", start);
  const point = characterNamed(source.takeUntil("}", "a character's name"));
  if (point === undefined) throw new PatternFault("no character has this name", start);
  return point;
}

import { strip } from "../python-text.ts";
import { octalCharacter } from "./escape.ts";
import type { Groups } from "./groups.ts";
import { character, type Item, other } from "./item.ts";
import { PatternFault } from "./pattern-fault.ts";
import type { Reader } from "./reader.ts";

const digit = /^[0-9]$/;
const threeOctalDigits = /^[0-7]{3}$/;
const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
/** A number as Python's `int` reads it. */
const number = /^\+?(\d+(?:_\d+)*)$/;

/** Reads an escape outside a class whose first digit was read: a group's number, or a character in octal digits. */
export function readNumbered(source: Reader, groups: Groups, first: string, start: number): Item {
  if (first === "0") {
    octalCharacter(source, first, start);
    return character;
  }
  const digits = first + source.takeWhile(digit, 1);
  if (threeOctalDigits.test(digits + (source.next ?? ""))) {
    source.seek(start + 2);
    octalCharacter(source, first, start);
    return character;
  }
  return other(groups.reference(Number(digits), start));
}

/** Reads a group's name up to what closes it. */
export function readName(source: Reader, closing: string): string {
  const start = source.position;
  const name = source.takeUntil(closing, "a group's name");
  if (!identifier.test(name)) throw new PatternFault("not a group's name", start);
  return name;
}

/** Reads the number or the name of the group that a condition asks for. */
export function readCondition(source: Reader, groups: Groups): void {
  const start = source.position;
  const name = source.takeUntil(")", "a group's name or number");
  let group: number;
  if (identifier.test(name)) group = groups.named(name, start);
  else group = Number(number.exec(strip(name))?.[1]?.replaceAll("_", "") ?? 0);
  if (group === 0) throw new PatternFault("not a group's name or number", start);
  groups.condition(group, start);
}

import { escapedCharacter, meansNothing, octalCharacter } from "./escape.ts";
import { PatternFault } from "./pattern-fault.ts";
import type { Reader } from "./reader.ts";

/** A code point, or `many` where a member stands for many characters, so that no range can begin or end with it. */
type Member = number | "many";

/** Reads a class whose `[` was read. */
export function readClass(source: Reader, start: number): void {
  source.match("^");
  for (let isFirst = true; ; isFirst = false) {
    const at = source.position;
    const token = takeMember(source, start);
    // One that comes first is a member.
    if (token === "]" && !isFirst) return;
    const from = memberOf(source, token, at);
    if (!source.match("-")) continue;
    const last = takeMember(source, start);
    // `[a-]`: the hyphen is a member.
    if (last === "]") return;
    checkRange(from, memberOf(source, last, at), at);
  }
}

function takeMember(source: Reader, start: number): string {
  const token = source.take();
  if (token === undefined) throw new PatternFault("a [ without its ]", start);
  return token;
}

function memberOf(source: Reader, token: string, start: number): Member {
  // A token is not empty.
  if (token[0] !== "\\") return token.codePointAt(0) as number;
  const meaning = token.slice(1);
  if (/^[dswDSW]$/.test(meaning)) return "many";
  if (/^[0-7]$/.test(meaning)) return octalCharacter(source, meaning, start);
  if (/^[89]$/.test(meaning)) throw meansNothing(token, start);
  return escapedCharacter(source, token, start);
}

function checkRange(from: Member, to: Member, start: number): void {
  if (from === "many" || to === "many") {
    throw new PatternFault("a range that begins or ends with many characters", start);
  }
  if (to < from) throw new PatternFault("a range that ends before it begins", start);
}

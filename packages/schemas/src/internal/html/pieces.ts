import { escapeControls, swap } from "./escape.ts";
import { isAllowedTag } from "./rules.ts";
import { readTag, type Tag } from "./tag.ts";

/** A text as its author reads it, or a tag. */
export type Piece = string | Tag;

// Looked for without taking the rest, so that `lastIndex` is one behind the `<`.
const markup = /<(?=[a-z!?/])/gi;
const tagStart = /<\/?[a-z]/iy;
const commentEnd = /--!?>/g;

/**
 * Takes a text apart into what is text and the allowed tags, reduced to what they may carry; comments are left out, and
 * all other tags are text. Reads as HTML's tokenizer does, but no entity is resolved on the way.
 *
 * Texts never stand side by side.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let pending = "";
  let at = 0;
  for (;;) {
    markup.lastIndex = at;
    if (!markup.test(text)) break;
    const start = markup.lastIndex - 1;
    if (start > at) pending += withoutNul(text.slice(at, start));
    tagStart.lastIndex = start;
    if (tagStart.test(text)) {
      const { end, tag, isText } = readTag(text, start);
      at = end;
      if (tag !== undefined) {
        if (pending !== "") pieces.push(pending);
        pending = "";
        pieces.push(tag);
      } else if (isText) {
        pending += escapeControls(text.slice(start, end));
      }
    } else {
      at = endOfOther(text, start);
      const source = text.slice(start, at);
      if (isMeantAsText(source)) pending += escapeControls(source);
    }
  }
  pending += withoutNul(text.slice(at));
  if (pending !== "") pieces.push(pending);
  return pieces;
}

function withoutNul(text: string): string {
  return swap(text, "\u0000", "");
}

/** The index behind a comment, or what HTML takes for one: a declaration, an instruction, an end tag without a name. */
function endOfOther(text: string, start: number): number {
  if (text.startsWith("<!--", start)) return endOfComment(text, start + 4);
  const end = text.indexOf(">", start);
  return end < 0 ? text.length : end + 1;
}

function endOfComment(text: string, start: number): number {
  if (text[start] === ">") return start + 1;
  if (text.startsWith("->", start)) return start + 2;
  commentEnd.lastIndex = start;
  return commentEnd.test(text) ? commentEnd.lastIndex : text.length;
}

/** `</3` is a comment to a parser, but not to its author. */
function isMeantAsText(source: string): boolean {
  if (source[1] !== "/" || source === "</>") return false;
  const name = source.slice(2, source.endsWith(">") ? -1 : undefined);
  return !isAllowedTag(name.trim().toLowerCase());
}

import type { Piece } from "./pieces.ts";
import { startTag, textAsHtml } from "./serialize.ts";

/** As deep as browsers go; deeper is for the parser to judge. */
const DEEPEST = 512;
/** Inside these a list item closes no other. */
const lists: readonly (string | undefined)[] = ["ul", "ol", undefined];

/**
 * Writes pieces as HTML where every tag closes what was opened last, so that a parser would move nothing; undefined where
 * only a parser can tell. Most messages with markup are of this kind, and building a tree for them takes several times
 * as long.
 */
export function serializeNested(pieces: readonly Piece[]): string | undefined {
  let html = "";
  const open: string[] = [];
  let links = 0;
  for (const piece of pieces) {
    if (typeof piece === "string") {
      html += textAsHtml(piece);
    } else if (piece.isEnd) {
      if (open.pop() !== piece.tagName) return undefined;
      if (piece.tagName === "a") links -= 1;
      html += `</${piece.tagName}>`;
    } else {
      if (!opensInPlace(piece.tagName, open) || (links > 0 && piece.tagName === "a"))
        return undefined;
      if (piece.tagName === "a") links += 1;
      html += startTag(piece);
      if (piece.tagName !== "br") open.push(piece.tagName);
    }
  }
  for (const tagName of open.reverse()) html += `</${tagName}>`;
  return html;
}

/** Whether a tag may stand inside those that are open, without any of them being closed for it. */
function opensInPlace(tagName: string, open: readonly string[]): boolean {
  if (tagName === "li" && !lists.includes(open.at(-1))) return false;
  return open.length < DEEPEST;
}

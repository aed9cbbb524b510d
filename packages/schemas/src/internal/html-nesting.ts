import type { Piece } from "./html-markup.ts";
import { startTag, textAsHtml } from "./html-serialize.ts";

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
  for (const piece of pieces) {
    if (typeof piece === "string") {
      html += textAsHtml(piece);
    } else if (piece.isEnd) {
      if (open.pop() !== piece.tagName) return undefined;
      html += `</${piece.tagName}>`;
    } else {
      if (!opensInPlace(piece.tagName, open)) return undefined;
      html += startTag(piece);
      if (piece.tagName !== "br") open.push(piece.tagName);
    }
  }
  for (const tagName of open.reverse()) html += `</${tagName}>`;
  return html;
}

/** Whether a tag may stand inside those that are open, without any of them being closed for it. */
function opensInPlace(tagName: string, open: readonly string[]): boolean {
  if (tagName === "a" && open.includes("a")) return false;
  if (tagName === "li" && !lists.includes(open.at(-1))) return false;
  return open.length < DEEPEST;
}

import { DEEPEST, formatting } from "./limits.ts";
import type { Piece } from "./pieces.ts";
import { startTag, textAsHtml } from "./serialize.ts";

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
  let blocks = 0;
  for (const piece of pieces) {
    if (typeof piece === "string") {
      html += textAsHtml(piece);
    } else if (piece.isEnd) {
      if (open.pop() !== piece.tagName) return undefined;
      if (piece.tagName === "a") links -= 1;
      if (!formatting.includes(piece.tagName)) blocks -= 1;
      html += `</${piece.tagName}>`;
    } else {
      const { tagName } = piece;
      if (tagName === "li" && !lists.includes(open.at(-1))) return undefined;
      html += startTag(piece);
      if (tagName === "br") continue;
      if (tagName === "a") links += 1;
      if (!formatting.includes(tagName)) blocks += 1;
      if (links > 1 || blocks > DEEPEST) return undefined;
      open.push(tagName);
    }
  }
  for (const tagName of open.reverse()) html += `</${tagName}>`;
  return html;
}

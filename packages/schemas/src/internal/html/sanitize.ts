import type { Budget } from "./budget.ts";
import { escapeMarkup, swap } from "./escape.ts";
import { isFlatMarkup } from "./flat.ts";
import { serializeNested } from "./nesting.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { serializeAllowed } from "./serialize.ts";
import { treeOf } from "./tree.ts";

/** Without any of these the text is already clean; most texts are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const SUSPECT = /[<>]|&amp;|&#|[\x00-\x08\x0b-\x1f]/;
/** Without this there is no tag and no comment in it. */
const MARKUP = /<[a-z!/?]/i;

/**
 * Cleans a text; one that would take more than the budget has left is escaped as a whole. What it may take goes by `length`, which
 * is that of the text as it came: normalising makes up to 18 characters of one.
 */
export function sanitize(text: string, budget: Budget, length = text.length): string {
  if (!SUSPECT.test(text) || isFlatMarkup(text)) return text;
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  if (!MARKUP.test(lines)) return asText(lines);
  budget.grant(length);
  const pieces = piecesOf(lines);
  const longest = text.length + 7 * length + 1024;
  return serializeNested(pieces) ?? parsed(pieces, budget, longest) ?? asText(lines);
}

/** The long way: what a parser makes of the pieces. */
function parsed(pieces: readonly Piece[], budget: Budget, longest: number): string | undefined {
  const tree = treeOf(pieces, budget);
  return tree && serializeAllowed(tree, longest);
}

function asText(text: string): string {
  return swap(escapeMarkup(swap(text, "\u0000", "")), "&amp;", "&");
}

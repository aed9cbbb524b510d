import { escapeMarkup, markupOf, type Piece, piecesOf } from "./internal/html-markup.ts";
import { serializeNested } from "./internal/html-nesting.ts";
import { serializeAllowed } from "./internal/html-serialize.ts";
import { parseBounded } from "./internal/html-tree.ts";

/** Without any of these the text is already clean; most texts are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const SUSPECT = /[<>]|&amp;|&#|[\x00-\x08\x0b-\x1f]/;
/** Without this there is no tag and no comment in it. */
const MARKUP = /<[a-z!/?]/i;

/**
 * Cleans a text as the platform does: keeps the tags a, abbr, acronym, b, blockquote, br, code, em, i, li, ol, strong and
 * ul, escapes every other tag, drops comments, closes what is open, and drops an href that is not http, https, mailto or
 * relative.
 *
 * Entities are kept as they are, but `&amp;` becomes `&`. Control characters become `?`, NUL is dropped, line ends become
 * line feeds. Of a tag the first 100 attributes are read. A text whose markup would cost more than its size warrants (more
 * than 50,000 tags, blocks more than 512 deep, tags that multiply when they are closed in the wrong order) is escaped as a
 * whole.
 *
 * The result, put into a page as HTML, holds no other tag or attribute, whatever the input.
 *
 * @example
 * ```ts
 * import { sanitizeHtml } from "@clustaar/schemas";
 *
 * console.log(sanitizeHtml("<b>Hi</b> <script>alert(1)</script>")); // "<b>Hi</b> &lt;script&gt;alert(1)&lt;/script&gt;"
 * console.log(sanitizeHtml('<a href="javascript:alert(1)">x</a>')); // "<a>x</a>"
 * console.log(sanitizeHtml("plain text & more")); // "plain text & more"
 * ```
 */
export function sanitizeHtml(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const lines = text.replace(/\r\n?/g, "\n");
  if (!MARKUP.test(lines)) return asText(lines);
  const pieces = piecesOf(lines);
  if (pieces === undefined) return asText(lines);
  return serializeNested(pieces) ?? parsed(pieces, 8 * text.length + 1024) ?? asText(lines);
}

/** The long way: what a parser makes of the pieces. */
function parsed(pieces: readonly Piece[], longest: number): string | undefined {
  const tree = parseBounded(markupOf(pieces));
  return tree && serializeAllowed(tree, longest);
}

function asText(text: string): string {
  return escapeMarkup(text.replaceAll("\u0000", "")).replaceAll("&amp;", "&");
}

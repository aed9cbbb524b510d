import { Budget } from "./internal/html/budget.ts";
import { sanitize } from "./internal/html/sanitize.ts";

/**
 * Cleans a text as the platform does: keeps the tags a, abbr, acronym, b, blockquote, br, code, em, i, li, ol, strong and
 * ul, escapes every other tag, drops comments, closes what is open, and drops an href that is not http, https, mailto,
 * tel or relative.
 *
 * Entities are kept as they are, but `&amp;` becomes `&`. Control characters become `?`, NUL is dropped, line ends become
 * line feeds. A text that ends in an unfinished tag keeps its words: `if a <b then`. Takes time that grows with the text: one
 * whose markup would take more than its size warrants (blocks more than 512 deep, thousands of tags closed in the wrong order)
 * is escaped as a whole.
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
  return sanitize(text, new Budget());
}

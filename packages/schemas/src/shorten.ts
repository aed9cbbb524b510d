import { described } from "./internal/limits.ts";

/**
 * Cuts a text to at most `limit` characters, the last of them an ellipsis (`…`) where something was cut. Characters are
 * code points, as the platform counts them: an emoji is one.
 *
 * @throws TypeError when `text` is not a text; RangeError when `limit` is not a whole number from 0.
 *
 * @example
 * ```ts
 * import { shorten } from "@clustaar/schemas";
 *
 * console.log(shorten("Red shoes", 20)); // "Red shoes"
 * console.log(shorten("Red shoes and other things", 20)); // "Red shoes and other…"
 * console.log(shorten("👟👟👟👟", 3)); // "👟👟…"
 * ```
 */
export function shorten(text: string, limit: number): string {
  if (typeof text !== "string") {
    throw new TypeError(`shorten: expected a text, got ${described(text)}`);
  }
  if (!Number.isInteger(limit) || limit < 0) {
    throw new RangeError(
      `shorten: expected a limit that is a whole number from 0, got ${described(limit)}`,
    );
  }
  // A code point is one or two units long.
  if (text.length <= limit) return text;
  let kept = 0;
  let end = 0;
  for (let unit = 0; unit < text.length; kept++) {
    if (kept === limit) return limit === 0 ? "" : `${tidy(text.slice(0, end))}…`;
    if (kept === limit - 1) end = unit;
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  return text;
}

/** Without the white space at the end, or the joiner that would have led on to the rest of an emoji. */
function tidy(text: string): string {
  return (text.endsWith("\u200d") ? text.slice(0, -1) : text).trimEnd();
}

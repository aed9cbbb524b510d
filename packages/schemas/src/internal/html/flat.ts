/** Of three million characters and more, `FLAT` runs out of stack: V8 notes where it could go on otherwise. */
const LONGEST = 1_000_000;
const words = String.raw`[^&<>\x00-\x08\x0b-\x1f]*(?:&(?!amp;)[^&<>\x00-\x08\x0b-\x1f]*)*`;
const link = String.raw`a href="https?://[^"&<>\x00-\x1f]*"(?: target="_blank")?`;
const FLAT = new RegExp(
  `^${words}(?:<(?:br|(b|i|em|strong|code)>${words}</\\1|${link}>${words}</a)>${words})*$`,
);

/**
 * Whether a text has no other markup than line breaks, web links, and words that are bold, slanted or code, each closed where it
 * ends: it is clean as it stands, and taking it apart would take many times as long. One that is longer than any message is not
 * looked at.
 */
export function isFlatMarkup(text: string): boolean {
  return text.length <= LONGEST && FLAT.test(text);
}

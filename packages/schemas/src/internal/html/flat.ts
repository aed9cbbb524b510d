const words = String.raw`[^&<>\x00-\x08\x0b-\x1f]*`;
const FLAT = new RegExp(`^${words}(?:<(?:br|(b|i|em|strong|code)>${words}</\\1)>${words})*$`);

/**
 * Whether a text has no other markup than line breaks and words that are bold, slanted or code, each closed where it ends: it is
 * clean as it stands, and taking it apart would take five times as long.
 */
export function isFlatMarkup(text: string): boolean {
  return FLAT.test(text);
}

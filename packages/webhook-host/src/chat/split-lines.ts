import { Buffer } from "node:buffer";

/** The messages that a text makes: a line break starts a new one, empty ones vanish, and a lone CR becomes a blank. */
export function messageLines(text: string): string[] {
  return text
    .split(/\r\n|\n/)
    .map((line) => line.replaceAll("\r", " "))
    .filter((line) => line !== "");
}

/**
 * Cuts a text into pieces of a number of UTF-8 bytes at most: at the last blank that fits, which vanishes, or else between two
 * characters, never inside one.
 */
export function cutText(text: string, bytes: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  // A character has a byte at least: a long rest need not be counted each time.
  while (rest.length > bytes || Buffer.byteLength(rest) > bytes) {
    const fits = longestStart(rest, bytes);
    const blank = rest[fits.length] === " " ? fits.length : fits.lastIndexOf(" ");
    const end = blank > 0 ? blank : fits.length;
    pieces.push(rest.slice(0, end));
    rest = blank > 0 ? rest.slice(end + 1) : rest.slice(end);
  }
  if (rest !== "") pieces.push(rest);
  return pieces.filter((piece) => piece !== "");
}

/** The longest beginning of whole characters that fits; one character at least. */
function longestStart(text: string, bytes: number): string {
  let used = 0;
  let end = 0;
  for (const { segment } of characters.segment(text.slice(0, bytes + MARGIN))) {
    used += Buffer.byteLength(segment);
    if (used > bytes && end > 0) break;
    end += segment.length;
    if (used > bytes) return firstThatFits(segment, bytes);
  }
  return text.slice(0, end);
}

/** A character of many code points (a letter with accents, a family of emoji) that is longer than a line. */
function firstThatFits(character: string, bytes: number): string {
  let fits = "";
  for (const point of character) {
    if (Buffer.byteLength(fits + point) > bytes && fits !== "") break;
    fits += point;
  }
  return fits;
}

/** A character as readers see it. */
const characters = new Intl.Segmenter("en", { granularity: "grapheme" });
/** More code units than the last character that is looked at can have left. */
const MARGIN = 64;

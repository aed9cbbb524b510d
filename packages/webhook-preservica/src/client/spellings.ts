import { Buffer } from "node:buffer";

/** A text with its escapes undone, and where each of its UTF-16 units begins in the text it was made from; the end comes last. */
export interface Spelling {
  readonly text: string;
  readonly starts: readonly number[];
}

/** What an escape stands for, and how long it is. */
interface Unescaped {
  readonly text: string;
  readonly length: number;
}

/** Reads the escape that begins at a place, if one does. */
type Decoder = (text: string, at: number) => Unescaped | undefined;

/** Escapes within escapes that are undone at most. */
const MOST_LAYERS = 3;

/** A text as it is, and as it reads when the escapes of JSON, URLs, forms and HTML are undone, one in another too. */
export function spellingsOf(text: string): Spelling[] {
  const whole: Spelling = {
    text,
    starts: Array.from({ length: text.length + 1 }, (_, index) => index),
  };
  const found = [whole];
  const seen = new Set([text]);
  let layer: Spelling[] = [whole];
  for (let depth = 0; depth < MOST_LAYERS; depth++) {
    layer = layer.flatMap((spelling) => decoders.map((decode) => decoded(spelling, decode)));
    layer = layer.filter(({ text }) => !seen.has(text) && seen.add(text));
    found.push(...layer);
  }
  return found;
}

function decoded({ text, starts }: Spelling, decode: Decoder): Spelling {
  const parts: string[] = [];
  const begins: number[] = [];
  for (let at = 0; at < text.length; ) {
    const { text: part, length } = decode(text, at) ?? { text: text.charAt(at), length: 1 };
    parts.push(part);
    for (let unit = 0; unit < part.length; unit++) begins.push(starts[at] ?? 0);
    at += length;
  }
  begins.push(starts[text.length] ?? 0);
  return { text: parts.join(""), starts: begins };
}

const letters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** `\/`, `\n`, `\u002f` */
function json(text: string, at: number): Unescaped | undefined {
  if (text[at] !== "\\" || at + 1 === text.length) return undefined;
  const letter = text.charAt(at + 1);
  const unit = letter === "u" ? hexOf(text.slice(at + 2, at + 6), 4) : undefined;
  if (unit !== undefined) return { text: String.fromCharCode(unit), length: 6 };
  return { text: letters[letter] ?? letter, length: 2 };
}

/** `%2f`, with as many bytes as the character has. */
function url(text: string, at: number): Unescaped | undefined {
  const bytes: number[] = [];
  for (let next = at; bytes.length < 4 && text[next] === "%"; next += 3) {
    const byte = hexOf(text.slice(next + 1, next + 3), 2);
    if (byte === undefined) return undefined;
    bytes.push(byte);
    const character = Buffer.from(bytes).toString();
    if (!character.includes("\ufffd")) return { text: character, length: 3 * bytes.length };
  }
  return undefined;
}

/** The same, with a plus for a space. */
function form(text: string, at: number): Unescaped | undefined {
  return text[at] === "+" ? { text: " ", length: 1 } : url(text, at);
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
/** Characters of an HTML reference at most: `&#x0010ffff;` */
const LONGEST_REFERENCE = 12;

/** `&amp;`, `&#38;`, `&#x26;` */
function html(text: string, at: number): Unescaped | undefined {
  if (text[at] !== "&") return undefined;
  const end = text.slice(at, at + LONGEST_REFERENCE).indexOf(";");
  const name = text.slice(at + 1, at + end).toLowerCase();
  const character = Object.hasOwn(entities, name) ? entities[name] : numbered(name);
  return end < 0 || character === undefined ? undefined : { text: character, length: end + 1 };
}

function numbered(name: string): string | undefined {
  if (!/^#(x[\da-f]+|\d+)$/.test(name)) return undefined;
  const point = Number(name.startsWith("#x") ? `0${name.slice(1)}` : name.slice(1));
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

function hexOf(digits: string, length: number): number | undefined {
  return digits.length === length && /^[\da-f]+$/i.test(digits) ? Number(`0x${digits}`) : undefined;
}

const decoders: readonly Decoder[] = [json, url, form, html];

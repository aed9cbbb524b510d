/**
 * The named character references of HTML that stand for what may be in an address's scheme, or for what is skipped there: white
 * space. Any other stands for a character that ends a scheme, as the `&` that begins it does, so it can be left as it is; the
 * table of all 2,231 would be a third of what a bot bundles.
 */
const named: ReadonlyMap<string, string> = new Map([
  ["colon", ":"],
  ["period", "."],
  ["plus", "+"],
  ["fjlig", "fj"],
  ["Tab", "\t"],
  ["NewLine", "\n"],
  ["grave", "`"],
  ["DiacriticalGrave", "`"],
  ["nbsp", "\u00a0"],
  ["NonBreakingSpace", "\u00a0"],
  ...["ensp", "emsp", "numsp", "puncsp", "thinsp", "ThinSpace", "hairsp", "VeryThinSpace"].map(
    (name) => [name, "\u2002"] as const,
  ),
  ...["MediumSpace", "ThickSpace"].map((name) => [name, "\u205f"] as const),
  ["emsp13", "\u2004"],
  ["emsp14", "\u2005"],
]);

/** Of all these names only `nbsp` needs no semicolon, where nothing follows that could belong to it. */
const reference = /&(?:#x([0-9a-f]+);?|#([0-9]+);?|([a-z][a-z0-9]*);|(nbsp)(?![=a-z0-9;]))/gi;

/** A text of an attribute as a browser reads it, as far as its scheme is concerned. */
export function resolveReferences(value: string): string {
  if (!value.includes("&")) return value;
  return value.replace(reference, (source, hex, decimal, name, bare) => {
    if (hex !== undefined) return character(Number.parseInt(hex, 16));
    if (decimal !== undefined) return character(Number.parseInt(decimal, 10));
    return named.get(name ?? bare) ?? source;
  });
}

/** The character of a number. From 0x80 to 0x9f HTML reads the letters and signs of Windows, which end a scheme. */
function character(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return "\ufffd";
  const isSign = code >= 0x80 && code <= 0x9f && !unassigned.includes(code);
  return isSign ? "&" : String.fromCodePoint(code);
}

/** Codes that mean nothing on Windows either: they stay control characters. */
const unassigned: readonly number[] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

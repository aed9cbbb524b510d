const digits = "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE".split(" ");
const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** What stands in ASCII between the digits and the letters. */
const marks: Readonly<Record<string, string>> = {
  " ": "SPACE,EXCLAMATION MARK,QUOTATION MARK,NUMBER SIGN,DOLLAR SIGN,PERCENT SIGN,AMPERSAND,APOSTROPHE,LEFT PARENTHESIS,RIGHT PARENTHESIS,ASTERISK,PLUS SIGN,COMMA,HYPHEN-MINUS,FULL STOP,SOLIDUS",
  ":": "COLON,SEMICOLON,LESS-THAN SIGN,EQUALS SIGN,GREATER-THAN SIGN,QUESTION MARK,COMMERCIAL AT",
  "[": "LEFT SQUARE BRACKET,REVERSE SOLIDUS,RIGHT SQUARE BRACKET,CIRCUMFLEX ACCENT,LOW LINE,GRAVE ACCENT",
  "{": "LEFT CURLY BRACKET,VERTICAL LINE,RIGHT CURLY BRACKET,TILDE",
};

const ascii: ReadonlyMap<string, number> = new Map([
  ...inOrder(
    "0",
    digits.map((digit) => `DIGIT ${digit}`),
  ),
  ...inOrder(
    "A",
    alphabet.map((letter) => `LATIN CAPITAL LETTER ${letter}`),
  ),
  ...inOrder(
    "a",
    alphabet.map((letter) => `LATIN SMALL LETTER ${letter}`),
  ),
  ...Object.entries(marks).flatMap(([first, names]) => inOrder(first, names.split(","))),
]);
/** Two letters in a row are in every name; white space and hyphens stand between words. */
const shape = /^(?=.*[A-Z]{2})[A-Z0-9]+(?:[ -]+[A-Z0-9]+)*$/;

/**
 * The code point of the character with this name, or undefined when there is none. Unicode's 33,000 names are not worth their
 * weight here: of those outside ASCII, whatever looks like a name counts as one, and its code point is NaN.
 */
export function characterNamed(name: string): number | undefined {
  const upper = name.toUpperCase();
  return ascii.get(upper) ?? (shape.test(upper) ? Number.NaN : undefined);
}

function inOrder(first: string, names: readonly string[]): (readonly [string, number])[] {
  return names.map((name, index) => [name, first.charCodeAt(0) + index]);
}

/**
 * Finds a number in a JSON text that JavaScript reads as infinite, such as `1e400`; a long one is shortened.
 * Takes a time that grows with the text's length, whatever it holds.
 *
 * @param text - valid JSON.
 */
export function numberTooLarge(text: string): string | undefined {
  if (!largeExponent.test(text) && !hasLongDigits(text)) return undefined;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index);
    } else if (isDigit(code)) {
      const end = endOfNumber(text, index);
      const number = text.slice(index, end);
      if (Number(number) === Number.POSITIVE_INFINITY) return shortened(number);
      index = end - 1;
    }
  }
  return undefined;
}

/** An exponent of three digits at the end of a number: without it, it takes over 200 digits to be infinite. */
const largeExponent = /[eE]\+?\d{3,}[\s,\]}]/;
const MANY_DIGITS = 200;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether there may be that many digits in a row: one of them then stands at a multiple of their number. */
function hasLongDigits(text: string): boolean {
  for (let index = MANY_DIGITS; index < text.length; index += MANY_DIGITS) {
    if (!isDigit(text.charCodeAt(index))) continue;
    let start = index;
    while (isDigit(text.charCodeAt(start - 1))) start--;
    let end = index;
    while (isDigit(text.charCodeAt(end + 1))) end++;
    if (end - start + 1 >= MANY_DIGITS) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The index of the quote that ends the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text.charCodeAt(index) !== QUOTE) index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index;
}

/** The index behind the number that begins at `start`. */
function endOfNumber(text: string, start: number): number {
  let index = start;
  while (index < text.length && !endsNumber(text.charCodeAt(index))) index++;
  return index;
}

/** White space, a comma or a closing bracket. */
function endsNumber(code: number): boolean {
  return code <= 0x20 || code === 0x2c || code === 0x5d || code === 0x7d;
}

function shortened(number: string): string {
  return number.length <= 20 ? number : `${number.slice(0, 20)}... (${number.length} characters)`;
}

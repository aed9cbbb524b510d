/**
 * Writes one line to `console.error`, with a value behind it if there is one. Never throws, not even where the value
 * cannot be printed: a getter or an inspect function of its own may throw.
 */
export function writeError(line: string, ...value: [] | [unknown]): void {
  try {
    console.error(line, ...value);
  } catch {
    console.error(`${line} (the value that was thrown cannot be printed)`);
  }
}

/** Writes one line to `console.warn`. */
export function writeLine(line: string): void {
  console.warn(line);
}

/** Puts a text that a client may have chosen on one line of at most 1,000 characters, without control characters. */
export function oneLine(text: string): string {
  const short = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}...` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) as number; // the match is one code point
    return `\\u{${code.toString(16)}}`;
  });
}

const LONGEST_LINE = 1_000;

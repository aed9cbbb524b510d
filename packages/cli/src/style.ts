import type { Io } from "./io.ts";

/** How a part of a line is written: with colour on a terminal, plain elsewhere. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
}

/** Colours for a terminal that may have them: none in a pipe, none where `NO_COLOR` is set (https://no-color.org). */
export function styleOf({ stdout, env }: Io): Style {
  const isColoured = stdout.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  const wrap = (start: number, end: number) => (text: string) =>
    isColoured && text !== "" ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  return { bold: wrap(1, 22), dim: wrap(2, 22), red: wrap(31, 39), green: wrap(32, 39) };
}

/**
 * A text from elsewhere, safe for a terminal: a control character, which could move the cursor or rename the window, is
 * shown by its code. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
    return `\\u${code}`;
  });
}

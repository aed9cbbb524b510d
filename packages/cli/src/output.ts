import type { Io } from "./io.ts";

/** Writes one JSON document to standard output: what `--json` prints, and nothing else beside it. */
export function writeJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Writes one JSON document on a line of its own, for commands that print several. */
export function writeJsonLine(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Writes lines to standard output. */
export function writeLines(io: Io, lines: readonly string[]): void {
  if (lines.length > 0) io.stdout.write(`${lines.join("\n")}\n`);
}

/** What `--help` shows behind the options. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ clustaar ${line}`).join("\n")}\n`;
}

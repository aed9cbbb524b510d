import { fileURLToPath } from "node:url";

/** Where in a file an error comes from; nulls where that cannot be told. */
export interface ErrorPlace {
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
  readonly column: number | null;
}

const nowhere: ErrorPlace = { file: null, line: null, column: null };

/** esbuild, which reads TypeScript for tsx, writes `Transform failed ...:\n/path/webhook.ts:3:14: ERROR: Unexpected ";"`. */
const ofEsbuild = /(?<file>(?:\/|[A-Za-z]:[\\/])[^\n:]+):(?<line>\d+):(?<column>\d+): ERROR/;

/** Finds the place of an error: the one its message names (a file that cannot be read as code), or the first of its stack. */
export function errorPlace(error: unknown): ErrorPlace {
  if (!(error instanceof Error)) return nowhere;
  const { message, stack = "" } = error;
  const inMessage = ofEsbuild.exec(message);
  if (inMessage?.groups) return placeOf(inMessage.groups);
  // V8 puts the place of a syntax error before the stack: `file:///path/webhook.js:3`.
  const before = /^(?<file>file:\/\/[^\n]+?|\/[^\n]+?):(?<line>\d+)\n/.exec(stack);
  if (before?.groups) return placeOf(before.groups);
  for (const line of stack.split("\n")) {
    const frame =
      /(?:\(|at )(?<file>(?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]+?):(?<line>\d+):(?<column>\d+)\)?$/.exec(
        line.trim(),
      );
    if (frame?.groups && isOwn(frame.groups.file ?? "")) return placeOf(frame.groups);
  }
  return nowhere;
}

/** Code of the user, not of a package. */
function isOwn(file: string): boolean {
  return !file.includes("/node_modules/") && !file.startsWith("node:");
}

function placeOf({ file = "", line, column }: Record<string, string | undefined>): ErrorPlace {
  const path = file.replace(/\?.*$/, "");
  return {
    file: path.startsWith("file://") ? fileURLToPath(path) : path,
    line: line === undefined ? null : Number(line),
    column: column === undefined ? null : Number(column),
  };
}

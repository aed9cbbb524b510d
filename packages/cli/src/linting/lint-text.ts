import { lintDocument } from "./lint-document.ts";
import { placesIn, syntaxError } from "./places.ts";

/** One thing that is wrong with a file. */
export interface LintIssue {
  readonly file: string;
  /** Both from 1: where the value stands, or what it is missing from. */
  readonly line: number;
  readonly column: number;
  /** Keys and indexes joined by `/`; empty: the whole file. */
  readonly path: string;
  /** What is allowed, and what came. */
  readonly message: string;
}

/** Checks the text of a file. */
export function lintText(file: string, written: string): LintIssue[] {
  const text = written.replace(/^\uFEFF/, "");
  const broken = syntaxError(text);
  if (broken !== undefined) {
    return [{ file, ...broken.place, path: "", message: `expected JSON, ${broken.message}` }];
  }
  const issues = lintDocument(JSON.parse(text));
  if (issues.length === 0) return [];
  const place = placesIn(text);
  return issues.map(({ path, message }) => ({
    file,
    ...place(path),
    path: path.join("/"),
    message,
  }));
}

/** `actions.json:3:5: 1/alternatives: at least 1 item, got 0`, which editors turn into a link. */
export function issueLine({ file, line, column, path, message }: LintIssue): string {
  return `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`;
}

/** A workflow command of GitHub Actions, which shows the issue at its line. */
export function issueAnnotation({ file, line, column, path, message }: LintIssue): string {
  const place = `file=${property(file)},line=${line},col=${column}`;
  return `::error ${place}::${data(path === "" ? message : `${path}: ${message}`)}`;
}

/** What travels in a workflow command is percent-encoded. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

import { format, inspect } from "node:util";
import ts from "typescript";
import { expect } from "vitest";

/** One `console.log(...)` whose comment says what is printed. */
export interface ExpectedLog {
  /** The line of the `console.log`, in the example's own file. */
  line: number;
  comment: string;
}

/** An example whose asserted `console.log` calls go through `recorder`. */
export interface InstrumentedExample {
  code: string;
  expected: ExpectedLog[];
}

/**
 * Turns each `console.log(x); // 3` into a call of the global `recorder`, which is told which
 * expectation it belongs to. Long output may stand on the next lines, as `// => first` and `//    rest`.
 */
export function instrument(code: string, firstLine: number, recorder: string): InstrumentedExample {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest, true);
  const lines = code.split("\n");
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const expected: ExpectedLog[] = [];
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || node.expression.getText(source) !== "console.log") return;
    const end = ts.isExpressionStatement(node.parent) ? node.parent.end : node.end;
    const comment = trailingComment(code, end) ?? followingComment(lines, lineOf(end) + 1);
    if (comment === undefined) return;
    edits.push({
      start: node.expression.getStart(source),
      end: node.expression.end,
      text: `globalThis.${recorder}(${expected.length})`,
    });
    expected.push({ line: firstLine + lineOf(node.getStart(source)), comment });
  };
  visit(source);
  const edited = edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code);
  return { code: edited, expected };
}

function trailingComment(code: string, end: number): string | undefined {
  // After `=> console.log(x)` the call's own brackets still have to close: `}); // 3`.
  return /^[\s)};,]*?\/\/[^\S\n]*(?<comment>.*)/
    .exec(code.slice(end).split("\n", 1)[0] ?? "")
    ?.groups?.comment?.trim();
}

function followingComment(lines: string[], index: number): string | undefined {
  const first = /^\s*\/\/ => (?<text>.*)$/.exec(lines[index] ?? "")?.groups?.text;
  if (first === undefined) return undefined;
  const rest: string[] = [];
  for (const line of lines.slice(index + 1)) {
    const text = /^\s*\/\/(?! => )(?<text>.*)$/.exec(line)?.groups?.text;
    if (text === undefined) break;
    rest.push(text);
  }
  return [first, ...rest].join("\n");
}

/**
 * Says what is wrong when `args` were logged where the comment promised something else, or nothing.
 * A comment is the values as TypeScript (`{ status: 400 }`, `"a"`, `1, true`), or the text as
 * `console.log` prints it, in which `...` stands for anything.
 */
export function outputProblem(args: unknown[], comment: string): string | undefined {
  const printed = [
    format(...args),
    args.map(show).join(" "),
    args.map(show).join(", "),
    ...(args.every((arg) => typeof arg === "string") ? [args.join(" ")] : []),
  ];
  const wanted = normalise(comment);
  if (printed.some((text) => normalise(text) === wanted)) return undefined;
  if (/\.\.\.|…/.test(comment)) {
    const parts = wanted
      .split(/\.\.\.|…/)
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join("[^]*")}$`);
    if (printed.some((text) => pattern.test(normalise(text)))) return undefined;
  }
  const values = evaluate(comment);
  if (values) {
    try {
      expect(args).toEqual(values);
      return undefined;
    } catch {
      // Told below, in the example's own terms.
    }
  }
  return `expected \`${comment}\`, got \`${args.map(show).join(", ")}\``;
}

function show(value: unknown): string {
  return inspect(value, {
    depth: null,
    breakLength: Number.POSITIVE_INFINITY,
    maxArrayLength: null,
  });
}

function normalise(text: string): string {
  return text
    .replace(/['`]/g, '"')
    .replace(/\s+/g, " ")
    .replace(/(?<=[[{(]) | (?=[\]})])/g, "")
    .trim();
}

function evaluate(comment: string): unknown[] | undefined {
  try {
    return new Function(`"use strict"; return [${comment}\n];`)() as unknown[];
  } catch {
    return undefined; // not an expression: only the printed text can match
  }
}

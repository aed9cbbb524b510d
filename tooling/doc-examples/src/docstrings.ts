import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { type FoundFences, findFences } from "./fences.ts";

/** Every TypeScript source under `folder`, tests aside, as absolute paths in a stable order. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .filter((entry) => !/\.(test|test-d|bench|d)\.m?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The examples of every docstring of one source file. */
export function findDocstringExamples(path: string, packageFolder: string): FoundFences {
  const text = readFileSync(path, "utf8");
  const file = relative(packageFolder, path).split(sep).join("/");
  const found: FoundFences = { examples: [], problems: [] };
  if (!text.includes("@example")) return found;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  for (const docstring of docstringsOf(source)) {
    const line = source.getLineAndCharacterOfPosition(docstring.pos).line + 1;
    for (const section of exampleSections(docstring.getText(source))) {
      const { examples, problems } = findFences(section.text, file, line + section.line);
      found.examples.push(...examples);
      found.problems.push(...problems);
      if (examples.length === 0 && problems.length === 0) {
        found.problems.push(`${file}:${line + section.line}: this @example has no \`\`\`ts fence`);
      }
    }
  }
  return found;
}

function docstringsOf(source: ts.SourceFile): ts.JSDoc[] {
  // The same docstring hangs on a declaration and on the statement around it.
  const found = new Map<number, ts.JSDoc>();
  const visit = (node: ts.Node): void => {
    for (const part of ts.getJSDocCommentsAndTags(node)) {
      if (ts.isJSDoc(part)) found.set(part.pos, part);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()].sort((a, b) => a.pos - b.pos);
}

/** The text of each `@example`, without the comment's stars, and the line of the comment it begins on. */
function exampleSections(comment: string): { text: string; line: number }[] {
  const lines = comment
    .replace(/^\/\*\*/, "")
    .replace(/\*\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""));
  const sections: { text: string; line: number }[] = [];
  let section: string[] | undefined;
  let fenced = false;
  lines.forEach((line, index) => {
    if (line.trimStart().startsWith("```")) fenced = !fenced;
    // Inside a fence an `@` at the start of a line is a decorator, not a tag.
    if (!fenced && /^\s*@\w/.test(line)) {
      section = undefined;
      if (/^\s*@example\b/.test(line)) {
        section = [];
        sections.push({ text: "", line: index });
      }
    }
    const current = sections.at(-1);
    if (section && current) {
      section.push(line);
      current.text = section.join("\n");
    }
  });
  return sections;
}

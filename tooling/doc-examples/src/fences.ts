import type { Example } from "./example.ts";

/** What was found in one text: the examples, and what cannot be run for a reason worth a failure. */
export interface FoundFences {
  examples: Example[];
  problems: string[];
}

const opening = /^(?<indent>\s*)(?<ticks>`{3,})(?<info>[^`]*)$/;
// A fence in one of these languages would look like an example and never be executed.
const unchecked = new Set(["typescript", "tsx", "js", "javascript", "mjs", "cjs", "jsx"]);
const modifiers = new Set(["no-run", "continued"]);

/**
 * Finds the fences of a Markdown text whose first line is line `firstLine` of `file`.
 * A fence marked `continued` is appended to the one before it, and both run as one module.
 */
export function findFences(text: string, file: string, firstLine = 1): FoundFences {
  const examples: Example[] = [];
  const problems: string[] = [];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const fence = opening.exec(lines[index] ?? "")?.groups;
    if (!fence) continue;
    const start = index + 1;
    const place = `${file}:${firstLine + index}`;
    const isClosing = (line: string) =>
      line.trim().startsWith(fence.ticks ?? "```") && /^`+$/.test(line.trim());
    index = start;
    while (index < lines.length && !isClosing(lines[index] ?? "")) index += 1;
    if (index === lines.length) {
      problems.push(`${place}: this fence is never closed`);
      break;
    }
    const [language = "", ...rest] = (fence.info ?? "").trim().split(/\s+/);
    const unknown = rest.filter((word) => !modifiers.has(word));
    if (unchecked.has(language) && !rest.includes("no-run")) {
      problems.push(
        `${place}: a \`${language}\` fence is not executed; write \`ts\`, or \`${language} no-run\` if it is not meant to be`,
      );
    }
    if (language !== "ts") continue;
    if (unknown.length > 0) {
      problems.push(
        `${place}: expected \`ts\`, \`ts no-run\` or \`ts continued\`, got \`ts ${unknown.join(" ")}\``,
      );
    }
    const indent = (fence.indent ?? "").length;
    const code = lines
      .slice(start, index)
      .map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)))
      .join("\n");
    const example = { file, line: firstLine + start, code, run: !rest.includes("no-run") };
    if (rest.includes("continued")) {
      const before = examples.pop();
      if (before) examples.push(join(before, example));
      else problems.push(`${place}: there is no \`ts\` fence before it to continue`);
    } else {
      examples.push(example);
    }
  }
  return { examples, problems };
}

/** One module of both, in which every line keeps its number in the file. */
function join(before: Example, after: Example): Example {
  const gap = after.line - before.line - before.code.split("\n").length;
  return {
    ...before,
    code: `${before.code}${"\n".repeat(gap + 1)}${after.code}`,
    run: before.run && after.run,
  };
}

import type { Example } from "./example.ts";
import { closesFence, fenceOpening, findComments } from "./markdown-lines.ts";

/** What was found in one text: the examples, and what cannot be run for a reason worth a failure. */
export interface FoundFences {
  examples: Example[];
  problems: string[];
}

// A fence in one of these languages would look like an example and never be executed.
const unchecked = new Set(["typescript", "tsx", "js", "javascript", "mjs", "cjs", "jsx"]);
const modifiers = new Set(["no-run", "continued"]);

/**
 * Finds the fences of a Markdown text whose first line is line `firstLine` of `file`.
 * A fence marked `continued` is appended to the one before it, and both run as one module. A fence
 * in a comment that begins with `<!-- hidden` runs too, although no reader sees it.
 */
export function findFences(text: string, file: string, firstLine = 1): FoundFences {
  const examples: Example[] = [];
  const problems: string[] = [];
  const lines = text.split("\n");
  const comments = findComments(lines);
  for (const { start, end, hidden } of comments) {
    const place = `${file}:${firstLine + start}`;
    if (end === lines.length) problems.push(`${place}: this comment is never closed with \`-->\``);
    const fenced = lines.slice(start, end).some((line) => fenceOpening.test(line));
    if (hidden && !fenced)
      problems.push(`${place}: expected a \`ts\` fence in \`<!-- hidden\`, got none`);
    if (!hidden && fenced) {
      problems.push(
        `${place}: a fence in a comment; write \`<!-- hidden\` to run it, or delete it`,
      );
    }
  }
  for (let index = 0; index < lines.length; index += 1) {
    const fence = fenceOpening.exec(lines[index] ?? "")?.groups;
    if (!fence) continue;
    const around = comments.find(({ start, end }) => start < index && index < end);
    const start = index + 1;
    const place = `${file}:${firstLine + index}`;
    index = start;
    while (index < lines.length && !closesFence(lines[index] ?? "", fence.ticks)) index += 1;
    if (index === lines.length) {
      problems.push(`${place}: this fence is never closed`);
      break;
    }
    if (around && around.end < index) {
      problems.push(
        `${file}:${firstLine + around.end}: \`-->\` ends the comment inside a hidden fence, and the rest would be shown; write it another way`,
      );
    }
    const [language = "", ...rest] = (fence.info ?? "").trim().split(/\s+/);
    const unknown = rest.filter((word) => !modifiers.has(word));
    if (unchecked.has(language) && !rest.includes("no-run")) {
      problems.push(
        `${place}: a \`${language}\` fence is not executed; write \`ts\`, or \`${language} no-run\` if it is not meant to be`,
      );
    }
    if (around && (language !== "ts" || rest.includes("no-run"))) {
      problems.push(
        `${place}: expected a hidden fence to be \`ts\` or \`ts continued\`, got \`${(fence.info ?? "").trim()}\``,
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
    const example: Example = {
      file,
      line: firstLine + start,
      code,
      run: !rest.includes("no-run"),
      ...(around && { shown: "" }),
    };
    if (rest.includes("continued")) {
      const before = examples.pop();
      if (before) examples.push(join(before, example, around !== undefined));
      else problems.push(`${place}: there is no \`ts\` fence before it to continue`);
    } else {
      examples.push(example);
    }
  }
  return { examples, problems };
}

/** One module of both, in which every line keeps its number in the file. */
function join(before: Example, after: Example, hidden: boolean): Example {
  const append = (code: string) => {
    const gap = after.line - before.line - code.split("\n").length;
    return `${code}${"\n".repeat(gap + 1)}${after.code}`;
  };
  const joined = { ...before, code: append(before.code), run: before.run && after.run };
  if (hidden) return { ...joined, shown: before.shown ?? before.code };
  if (before.shown !== undefined) return { ...joined, shown: append(before.shown) };
  return joined;
}

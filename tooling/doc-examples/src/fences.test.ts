import { describe, expect, it } from "vitest";
import { findFences } from "./fences.ts";

const problemsOf = (...lines: string[]) => findFences(lines.join("\n"), "README.md").problems;

describe("a hidden fence", () => {
  it("runs with the fence that it continues, and a reader sees the rest", () => {
    const page = [
      "```ts",
      "one();",
      "```",
      "<!-- hidden",
      "```ts continued",
      "two();",
      "```",
      "-->",
    ];
    expect(findFences(page.join("\n"), "README.md")).toEqual({
      examples: [
        {
          file: "README.md",
          line: 2,
          code: "one();\n\n\n\ntwo();",
          shown: "one();",
          run: true,
        },
      ],
      problems: [],
    });
  });

  it("may stand on its own, and may say why it is there", () => {
    const { examples, problems } = findFences(
      "<!-- hidden: what the prose says\n```ts\none();\n```\n-->",
      "README.md",
    );
    expect(problems).toEqual([]);
    expect(examples).toEqual([expect.objectContaining({ code: "one();", shown: "", run: true })]);
  });

  it("is TypeScript that is run", () => {
    const expected = "README.md:2: expected a hidden fence to be `ts` or `ts continued`, got";
    expect(problemsOf("<!-- hidden", "```sh", "exit 1", "```", "-->")).toEqual([
      `${expected} \`sh\``,
    ]);
    expect(problemsOf("<!-- hidden", "```ts no-run", "one();", "```", "-->")).toEqual([
      `${expected} \`ts no-run\``,
    ]);
  });

  it("cannot hold what ends its comment", () => {
    expect(problemsOf("<!-- hidden", "```ts", 'const arrow = "-->";', "```")).toEqual([
      "README.md:3: `-->` ends the comment inside a hidden fence, and the rest would be shown; write it another way",
    ]);
  });

  it("stands in a comment that says so and is closed", () => {
    expect(problemsOf("<!--", "```ts", "one();", "```", "-->")).toEqual([
      "README.md:1: a fence in a comment; write `<!-- hidden` to run it, or delete it",
    ]);
    expect(problemsOf("<!-- hidden", "```ts", "one();", "```")).toEqual([
      "README.md:1: this comment is never closed with `-->`",
    ]);
    expect(problemsOf("<!-- hidden", "one();", "-->")).toEqual([
      "README.md:1: expected a `ts` fence in `<!-- hidden`, got none",
    ]);
  });

  it("is not looked for in other comments, nor in fences", () => {
    expect(problemsOf("<!-- one line -->", "<!--", "prose", "-->")).toEqual([]);
    expect(problemsOf("```html", "<!-- hidden", "```", "```ts", "one();", "```")).toEqual([]);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryFiles, root } from "./repository.ts";

/**
 * Phrases that no native speaker writes in documentation, and what to write instead. They came back time and again in READMEs,
 * docstrings, messages and names of tests.
 */
const phrases: readonly [phrase: RegExp, instead: string][] = [
  [/\bunless (set|told|said)\b/i, '"default 10", or "by default"'],
  [
    /(?<!\bthere )\b(is|are|was|were) no (answer|array|endpoint|error|event|function|HTTP|JSON|list|number|object|Standard|string|text|webhook)\b/i,
    '"is not a function", "is not JSON"',
  ],
  [/\bhears? of\b/i, '"is called for", "is given"'],
  [/\bwhat it stands on\b/i, '"Dependencies"'],
  [/\bstands? (beside|behind|before)\b/i, '"is next to", "follows", "precedes"'],
  [/\btakes (the|this|a|every) body\b/i, '"handles the event", "matches the body"'],
  [/\bstill at it\b/i, '"still running"'],
  [/\breport a hole\b/i, '"report a vulnerability"'],
  [/\bone's own\b/i, '"your own", "custom"'],
  [/\bwhoever\b/i, 'the person or program that is meant: "the caller", "users"'],
  [/\bin (its|the|their) stead\b|'s stead\b/i, '"instead of"'],
  [/\bfor ever\b/i, '"forever"'],
  [/\banew\b/i, '"again", "restart", "rewrite"'],
  [/\bin vain\b/i, '"without a match", "without effect"'],
  [/\bto the letter\b/i, '"exactly"'],
  [/\btold to `?on(Error|Response)/i, '"reported to onError"'],
  [/\bis taken for\b/i, '"is treated as"'],
  [/\bcame of (it|a|an|the)\b/i, '"the outcome of"'],
  [/\bnever says? a word\b/i, '"never emits anything"'],
];

/** What people read: documents, and the sources with their comments, messages and names of tests. */
const pages = repositoryFiles().filter(
  (file) =>
    (file.endsWith(".md") && !file.endsWith("CHANGELOG.md")) ||
    (/^(packages|tooling|examples)\/.*\.tsx?$/.test(file) && !file.endsWith("language.test.ts")),
);

function findings(text: string, file: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    phrases.flatMap(([phrase, instead]) => {
      const found = phrase.exec(line)?.[0];
      return found ? [`${file}:${index + 1}: "${found}"; write ${instead}`] : [];
    }),
  );
}

describe("the language of documents, docstrings and messages", () => {
  it("is plain English", () => {
    expect(pages.flatMap((file) => findings(readFileSync(join(root, file), "utf8"), file))).toEqual(
      [],
    );
  });

  it("is checked line by line, with what to write instead", () => {
    const text =
      "The option is there.\nThe port; 80 unless set. There is no list, which is no function.";
    expect(findings(text, "README.md")).toEqual([
      'README.md:2: "unless set"; write "default 10", or "by default"',
      'README.md:2: "is no function"; write "is not a function", "is not JSON"',
    ]);
  });
});

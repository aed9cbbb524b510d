import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryFiles, root } from "./repository.ts";

const pages = repositoryFiles().filter(
  (file) =>
    file.endsWith(".md") && !file.startsWith(".changeset/") && !file.endsWith("CHANGELOG.md"),
);

/** The anchor GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

/** What of a page's relative links leads nowhere. */
function brokenLinks(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8").replace(/^(```+)[\s\S]*?^\1/gm, "");
  const targets = [...text.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(
    ({ groups }) => groups?.target ?? "",
  );
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path, anchor] = target.split("#");
      const named = path ? join(root, dirname(page), path) : join(root, page);
      if (!existsSync(named)) return true;
      // GitHub shows a folder's README under the folder.
      const file = anchor && statSync(named).isDirectory() ? join(named, "README.md") : named;
      if (!anchor || !file.endsWith(".md")) return false;
      const headings = readFileSync(file, "utf8").matchAll(/^#+ (?<heading>.*)$/gm);
      return ![...headings].some(({ groups }) => anchorOf(groups?.heading ?? "") === anchor);
    });
}

describe("relative links", () => {
  it.each(pages)("of %s lead somewhere", (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });
});

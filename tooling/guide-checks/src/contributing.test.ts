import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryFiles, root } from "./repository.ts";

const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const files = repositoryFiles();

/** What can be added, with every path that its section names. */
interface Addition {
  wanted: string;
  paths: string[];
}

/** The sections with a table under "I want to add". */
function additions(): Addition[] {
  const section =
    /^## I want to add[^\n]*\n(?<body>[\s\S]*?)(?=^## )/m.exec(text)?.groups?.body ?? "";
  return section
    .split(/^### /m)
    .filter((part) => part.includes("\n|"))
    .map((part) => ({
      wanted: part.slice(0, part.indexOf("\n")).toLowerCase(),
      paths: [...part.replace(/^[^|].*$/gm, "").matchAll(/`(?<path>[^`\s]+\/[^`\s]*)`/g)]
        .map(({ groups }) => groups?.path ?? "")
        .filter((path) => !path.startsWith("@")),
    }));
}

/** Files that a path names; `<name>` stands for any name. */
function filesAt(path: string): string[] {
  const parts = path.split(/<[\w-]+>/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join("[^/]+")}${path.endsWith("/") ? "" : "$"}`);
  return files.filter((file) => pattern.test(file));
}

describe("CONTRIBUTING.md", () => {
  it("says what to do for everything that can be added", () => {
    expect(additions().map(({ wanted }) => wanted)).toEqual([
      "an action",
      "a filter",
      "a signature scheme",
      "an adapter",
      "a host",
      "a store",
      "an event",
      "a template",
      "a command",
    ]);
  });

  it.each(additions())("names files to create, register and prove $wanted", ({ paths }) => {
    expect(paths.length).toBeGreaterThanOrEqual(3);
  });

  it.each(additions().flatMap(({ wanted, paths }) => paths.map((path) => ({ wanted, path }))))(
    "names a path that exists for $wanted: $path",
    ({ path }) => {
      expect(filesAt(path)).not.toEqual([]);
    },
  );
});

import { describe, expect, it } from "vitest";
import { consumerSource, unusedEntries } from "./consumers.ts";
import { isProgram, publicPackages, repositoryFolder } from "./workspace.ts";

const libraries = publicPackages(repositoryFolder).filter(({ manifest }) => !isProgram(manifest));

describe("the consumers", () => {
  it.each(libraries)("use every entry of $folder", ({ folder, manifest }) => {
    expect(consumerSource(folder, manifest)).toContain('console.log("used")');
  });
});

describe("unusedEntries", () => {
  const manifest = {
    name: "@clustaar/example",
    exports: {
      ".": {},
      "./testing": {},
      "./bot.schema.json": "./bot.schema.json",
      "./package.json": "./package.json",
    },
  };

  it("names the subpath that no consumer tries", () => {
    const source =
      'import { a } from "@clustaar/example";\n// import "@clustaar/example/testing";\n';
    expect(unusedEntries(source, manifest)).toEqual(["@clustaar/example/testing"]);
  });

  it("is content when the root and every subpath are imported", () => {
    const source =
      'import { a } from "@clustaar/example";\nimport { b } from "@clustaar/example/testing";\n';
    expect(unusedEntries(source, manifest)).toEqual([]);
  });
});

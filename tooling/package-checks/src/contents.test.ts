import { describe, expect, it } from "vitest";
import { contentProblems } from "./contents.ts";
import type { Manifest } from "./workspace.ts";

const manifest: Manifest = {
  name: "@clustaar/example",
  version: "1.0.0",
  license: "MIT",
  type: "module",
  sideEffects: false,
  engines: { node: ">=20.19.0" },
  repository: { type: "git", url: "git+https://github.com/example/example.git" },
  homepage: "https://example.test",
  bugs: { url: "https://example.test/issues" },
};
const names = [
  "package.json",
  "README.md",
  "LICENSE",
  "dist/index.js",
  "dist/index.js.map",
  "dist/index.cjs",
  "dist/index.d.cts",
];
const files = (extra: string[] = [], text = "") =>
  [...names, ...extra].map((name) => ({ name, size: 1, text }));

describe("contentProblems", () => {
  it("has nothing to say about a package as it should be", () => {
    expect(
      contentProblems(files(["CHANGELOG.md", "bot.schema.json"]), manifest, "/home/somebody/repo/"),
    ).toEqual([]);
  });

  it("lets a program bring its pages and templates, and wants what `bin` names", () => {
    const program = {
      ...manifest,
      bin: { example: "./dist/main.js" },
      exports: {},
      scripts: { example: "node --conditions=@clustaar/source src/main.ts" },
    };
    const named = (...all: string[]) => all.map((name) => ({ name, size: 1, text: "" }));
    const own = ["package.json", "README.md", "LICENSE", "dist/page/index.html"];
    const templates = ["templates/shared/_gitignore", "templates/shared/webhook.test.ts"];
    const packed = named(...own, ...templates, "dist/main.js");
    expect(contentProblems(packed, program, "/repo")).toEqual([]);
    expect(contentProblems(named(...own, "src/main.ts"), program, "/repo")).toEqual([
      "dist/main.js is missing",
      "src/main.ts should not be published",
    ]);
  });

  it.each([
    "src/index.ts",
    "dist/index.test.js",
    "conformance/schema-cases.json",
    "dist/cases.json",
    "tsup.config.ts",
    ".env",
  ])("refuses %s", (name) => {
    expect(contentProblems(files([name]), manifest, "/repo")).toEqual([
      `${name} should not be published`,
    ]);
  });

  it("misses a README, a licence and either build", () => {
    const problems = contentProblems(
      [{ name: "package.json", size: 1, text: "" }],
      manifest,
      "/repo",
    );
    expect(problems).toEqual([
      "README.md is missing",
      "LICENSE is missing",
      "dist/index.js is missing",
      "dist/index.cjs is missing",
    ]);
  });

  it("finds the machine's folders in what was built", () => {
    const problems = contentProblems(
      files([], "/home/somebody/repo/x"),
      manifest,
      "/home/somebody/repo/",
    );
    expect(problems).toHaveLength(names.length);
  });

  it.each([
    ["dist/chunk.js", 'import { timingSafeEqual } from "crypto";', "crypto"],
    ["dist/chunk.js", 'export * from "util/types";', "util/types"],
    ["dist/lazy.js", 'const load = () => import("buffer");', "buffer"],
    ["dist/chunk.cjs", 'var crypto = require("crypto");', "crypto"],
    ["dist/chunk.d.ts", 'import { IncomingMessage } from "http";', "http"],
    ["dist/chunk.d.cts", 'declare const socket: import("net").Socket;', "net"],
  ])("finds a builtin imported without node: in %s", (name, text, builtin) => {
    expect(contentProblems([...files(), { name, size: 1, text }], manifest, "/repo")).toEqual([
      `${name} imports "${builtin}": expected "node:${builtin}" (removeNodeProtocol: false in tsup.base.ts keeps it)`,
    ]);
  });

  it("takes node: imports, packages, and words that only look like imports", () => {
    const text = `import { createHmac } from "node:crypto";
import { z } from "zod";
import("./crypto.js");
const words = 'from "crypto"'; // import "crypto"
`;
    const built = [...files(), { name: "dist/chunk.js", size: 1, text }];
    expect(contentProblems(built, manifest, "/repo")).toEqual([]);
  });

  it.each<[string, Partial<Manifest> & Record<string, unknown>]>([
    ["the source condition", { exports: { ".": { "@clustaar/source": "./src/index.ts" } } }],
    [
      "@clustaar/schemas is still workspace:^",
      { dependencies: { "@clustaar/schemas": "workspace:^" } },
    ],
    ["expected sideEffects false, got undefined", { sideEffects: undefined }],
    ["repository is missing", { repository: undefined }],
    ["homepage is missing", { homepage: undefined }],
    ["bugs is missing", { bugs: undefined }],
    ['expected license "MIT", got "ISC"', { license: "ISC" }],
    ['expected type "module", got undefined', { type: undefined }],
    ['expected engines.node ">=20.19.0", got ">=18"', { engines: { node: ">=18" } }],
  ])("finds %s in the manifest", (problem, change) => {
    const problems = contentProblems(files(), { ...manifest, ...change }, "/repo");
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });
});

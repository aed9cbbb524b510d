import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { repositoryFiles, root } from "./repository.ts";

interface Manifest {
  name: string;
  exports: Record<string, string | { "@clustaar/source"?: string }>;
}

/** Every entry of every package, by the name it is imported by. */
const entries = new Map<string, string>();
for (const file of repositoryFiles().filter((path) =>
  /^packages\/[^/]+\/package\.json$/.test(path),
)) {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, file), "utf8"));
  for (const [subpath, targets] of Object.entries(manifest.exports)) {
    const source = typeof targets === "string" ? undefined : targets["@clustaar/source"];
    if (source) entries.set(join(manifest.name, subpath), join(root, file, "..", source));
  }
}

const base = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile).config;
const config = {
  compilerOptions: { ...base.compilerOptions, lib: ["ESNext", "DOM", "DOM.Iterable"] },
  files: [...entries.values()],
};
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();

/** What can be named without an import: in browsers, in Node and in the language itself. */
function globalNames(): Set<string> {
  const kinds = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
  const isOurs = (symbol: ts.Symbol) =>
    symbol.declarations?.some((declaration) =>
      declaration.getSourceFile().fileName.startsWith(join(root, "packages")),
    );
  const somewhere = program.getSourceFile(fileNames[0] ?? "") as ts.SourceFile;
  const inScope = checker.getSymbolsInScope(somewhere, kinds);
  return new Set(inScope.filter((symbol) => !isOurs(symbol)).map(({ name }) => name));
}

describe("exported names", () => {
  const globals = globalNames();

  it("are held against the globals of browsers and of Node", () => {
    expect([...globals]).toEqual(
      expect.arrayContaining(["Notification", "File", "Buffer", "name"]),
    );
    expect(entries.size).toBeGreaterThanOrEqual(10);
  });

  it.each([...entries])(
    "of %s are not those of a global, which a forgotten import would mean",
    (_, file) => {
      const source = program.getSourceFile(file);
      const module = source && checker.getSymbolAtLocation(source);
      const names = module ? checker.getExportsOfModule(module).map(({ name }) => name) : [];
      expect(names).not.toEqual([]);
      expect(names.filter((name) => globals.has(name))).toEqual([]);
    },
  );
});

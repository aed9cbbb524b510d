import ts from "typescript";

/** The settings of somebody who ran `npx tsc --init`: strict, and the browser's types are there too. */
const settings: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ["@clustaar/source"],
  allowImportingTsExtensions: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
};

/** What the compiler says to each file, a line each: `line 9: Type 'string' is not ...`. One program for all. */
export function compile(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const program = ts.createProgram(paths, settings);
  return new Map(
    paths.map((path) => {
      const source = program.getSourceFile(path);
      if (source === undefined) throw new Error(`the compiler does not find ${path}`);
      const found = [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ];
      return [path, found.map(inWords)];
    }),
  );
}

function inWords({ file, start = 0, messageText }: ts.Diagnostic): string {
  const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  // How many members a type of Express or Fastify has is not ours to pin.
  return `line ${line}: ${message.replace(/\b\d+ more\b/g, "some more")}`;
}

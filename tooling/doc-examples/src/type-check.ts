import { join, relative, sep } from "node:path";
import ts from "typescript";

/** One program over a package's entries and its examples, with the package's own options. */
export function createProgram(packageFolder: string, files: string[]): ts.Program {
  const configPath = join(packageFolder, "tsconfig.json");
  const config = ts.getParsedCommandLineOfConfigFile(
    configPath,
    { noEmit: true, noUnusedLocals: false, noUnusedParameters: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(describe(diagnostic, packageFolder));
      },
    },
  );
  if (!config) throw new Error(`Expected a tsconfig.json at ${configPath}.`);
  return ts.createProgram(files, config.options);
}

/** What the compiler says about one file, one line each. */
export function typeProblems(program: ts.Program, path: string, packageFolder: string): string[] {
  const source = program.getSourceFile(path);
  if (!source) return [`${path} is not part of the program`];
  return [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ].map((diagnostic) => describe(diagnostic, packageFolder));
}

function describe(diagnostic: ts.Diagnostic, packageFolder: string): string {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  if (!diagnostic.file || diagnostic.start === undefined) return message;
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  const file = relative(packageFolder, diagnostic.file.fileName).split(sep).join("/");
  return `${file}:${line + 1}: ${message} (TS${diagnostic.code})`;
}

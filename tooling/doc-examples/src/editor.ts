import ts from "typescript";
import { userOptions } from "./documented-members.ts";

/** What an editor and the compiler show of a file. */
export interface Editor {
  readonly program: ts.Program;
  /** What the hover shows behind each comment of a question mark: the type, and below it the documentation. */
  hovers(): string[];
  /** What the compiler says, each with the lines that explain it. */
  errors(): string[];
}

/**
 * Opens a text as if it stood at `path`, in the language service that editors use.
 *
 * @param options - settings besides those of {@link userOptions}.
 */
export function openEditor(path: string, text: string, options: ts.CompilerOptions = {}): Editor {
  const service = ts.createLanguageService({
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const found = name === path ? text : ts.sys.readFile(name);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    getCompilationSettings: () => ({ ...userOptions, ...options }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === path || ts.sys.fileExists(name),
    readFile: (name) => (name === path ? text : ts.sys.readFile(name)),
    directoryExists: ts.sys.directoryExists,
    realpath: ts.sys.realpath,
  });
  return {
    program: service.getProgram() as ts.Program,
    hovers: () =>
      [...text.matchAll(/\/\*\?\*\//g)].map(({ index }) => {
        const info = service.getQuickInfoAtPosition(path, index + "/*?*/".length);
        const shown = ts.displayPartsToString(info?.displayParts);
        const says = ts.displayPartsToString(info?.documentation);
        return says === "" ? shown : `${shown}\n  ${says}`;
      }),
    errors: () =>
      service
        .getSemanticDiagnostics(path)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  };
}

import { relative, sep } from "node:path";
import ts from "typescript";

/**
 * Lists every export of `entries` that is declared under `sourceFolder` and lacks what a reader
 * needs: a docstring, and for functions, classes and constants an `@example`.
 */
export function undocumentedExports(
  program: ts.Program,
  entries: string[],
  sourceFolder: string,
  packageFolder: string,
): string[] {
  const checker = program.getTypeChecker();
  const problems = new Set<string>();
  for (const entry of entries) {
    const source = program.getSourceFile(entry);
    const module = source && checker.getSymbolAtLocation(source);
    for (const exported of module ? checker.getExportsOfModule(module) : []) {
      const symbol =
        exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const declarations = (symbol.declarations ?? []).filter((declaration) =>
        declaration.getSourceFile().fileName.startsWith(`${sourceFolder.split(sep).join("/")}/`),
      );
      const [first] = declarations;
      if (!first) continue; // another package's: it answers for its own exports
      const missing = missingParts(declarations);
      if (missing) problems.add(`${place(first, packageFolder)} ${exported.name}: ${missing}`);
    }
  }
  return [...problems].sort();
}

function missingParts(declarations: ts.Declaration[]): string | undefined {
  const needsExample = declarations.some((declaration) => !isTypeOnly(declaration));
  const docstrings = declarations.flatMap((declaration) =>
    ts.getJSDocCommentsAndTags(declaration).filter((part) => ts.isJSDoc(part)),
  );
  const hasSentence = docstrings.some((docstring) =>
    ts.getTextOfJSDocComment(docstring.comment)?.trim(),
  );
  const hasExample = docstrings.some((docstring) =>
    docstring.tags?.some((tag) => tag.tagName.text === "example"),
  );
  if (!hasSentence) return "no docstring";
  return needsExample && !hasExample ? "no @example" : undefined;
}

function isTypeOnly(declaration: ts.Declaration): boolean {
  return ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
}

function place(declaration: ts.Declaration, packageFolder: string): string {
  const source = declaration.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(declaration.getStart(source));
  return `${relative(packageFolder, source.fileName).split(sep).join("/")}:${line + 1}`;
}

import { relative, sep } from "node:path";
import ts from "typescript";
import { exportsOf, resolved } from "./documented-members.ts";

/** A type with fields of its own says what they mean in the fields' lines: an example on it only fills the hover. */
export function typesWithExamples(
  program: ts.Program,
  entries: readonly string[],
  sourceFolder: string,
): string[] {
  const checker = program.getTypeChecker();
  const found = new Set<string>();
  for (const exported of entries.flatMap((entry) => exportsOf(program, entry))) {
    for (const declaration of resolved(exported, checker).declarations ?? []) {
      if (!isType(declaration) || !isIn(declaration, sourceFolder)) continue;
      const hasExample = ts.getJSDocTags(declaration).some((tag) => tag.tagName.text === "example");
      if (hasExample) found.add(`${place(declaration, sourceFolder)} ${exported.name}`);
    }
  }
  return [...found].sort();
}

/**
 * Lists the types of options, such as `CardInit`, that a public function or class takes and no entry exports: a user could
 * not write a function that makes them.
 */
export function hiddenOptions(
  program: ts.Program,
  entries: readonly string[],
  sourceFolder: string,
): string[] {
  const checker = program.getTypeChecker();
  const exported = entries
    .flatMap((entry) => exportsOf(program, entry))
    .map((symbol) => resolved(symbol, checker));
  const names = new Set(exported);
  const found = new Set<string>();
  for (const symbol of exported) {
    for (const taken of signaturesOf(symbol, checker).flatMap(({ parameters }) => parameters)) {
      const type = checker.getNonNullableType(checker.getTypeOfSymbol(taken));
      const named = type.aliasSymbol ?? type.symbol;
      if (named === undefined || !/(Init|Options|Overrides)$/.test(named.name)) continue;
      const [declaration] = named.declarations ?? [];
      if (declaration === undefined || !isIn(declaration, sourceFolder)) continue;
      if (!names.has(named)) found.add(`${named.name}, which ${symbol.name} takes`);
    }
  }
  return [...found].sort();
}

/** How a function is called, a class constructed, and its methods called. */
function signaturesOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Signature[] {
  if (!(symbol.flags & ts.SymbolFlags.Value)) return [];
  const type = checker.getTypeOfSymbol(symbol);
  const methods =
    symbol.flags & ts.SymbolFlags.Class ? checker.getDeclaredTypeOfSymbol(symbol) : type;
  return [
    ...type.getCallSignatures(),
    ...type.getConstructSignatures(),
    ...checker
      .getPropertiesOfType(methods)
      .flatMap((property) => checker.getTypeOfSymbol(property).getCallSignatures()),
  ];
}

function isType(declaration: ts.Declaration): boolean {
  return ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
}

function isIn(declaration: ts.Declaration, folder: string): boolean {
  return declaration.getSourceFile().fileName.startsWith(`${folder.split(sep).join("/")}/`);
}

function place(declaration: ts.Declaration, folder: string): string {
  const source = declaration.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(declaration.getStart(source));
  return `${relative(folder, source.fileName).split(sep).join("/")}:${line + 1}`;
}

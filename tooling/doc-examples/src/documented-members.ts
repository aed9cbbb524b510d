import ts from "typescript";

/**
 * Lists every property of the interfaces, classes and object types that `entry` exports whose hover shows nothing but its
 * type: `Card.title`. Only properties declared in `folder` count: others are another package's. Works on sources and on
 * built declarations alike.
 */
export function undocumentedMembers(program: ts.Program, entry: string, folder: string): string[] {
  const checker = program.getTypeChecker();
  const prefix = `${folder.replaceAll("\\", "/").replace(/\/$/, "")}/`;
  const isOurs = ({ declarations = [] }: ts.Symbol) =>
    declarations.some((declaration) => declaration.getSourceFile().fileName.startsWith(prefix));
  return exportsOf(program, entry).flatMap((exported) => {
    const symbol = resolved(exported, checker);
    if (!(symbol.flags & TYPES)) return [];
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    // An alias of texts has the members of all texts.
    if (!(type.flags & ts.TypeFlags.Object)) return [];
    // What the language gives every error needs no line of ours.
    const isError = type.getProperty("stack") !== undefined;
    return checker
      .getPropertiesOfType(type)
      .filter((property) => isPublic(property) && isOurs(property))
      .filter(({ name }) => !(isError && name === "name"))
      .filter((property) => property.getDocumentationComment(checker).length === 0)
      .map((property) => `${exported.name}.${property.name}`);
  });
}

const TYPES = ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.TypeAlias;

/** Private names and symbols are not asked about in an editor. */
function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  if (name.startsWith("#") || name.startsWith("__")) return false;
  return declarations.every(
    (declaration) => !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private),
  );
}

/** What a module exports, aliases as they are. */
export function exportsOf(program: ts.Program, entry: string): ts.Symbol[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} exports nothing`);
  return checker.getExportsOfModule(module);
}

/** What an alias stands for. */
export function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The settings of somebody who uses our packages, sources or built. */
export const userOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

import { readFileSync } from "node:fs";
import type { Options } from "tsup";
import ts from "typescript";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Marks every call that runs when a module is loaded as pure. Each package says `sideEffects: false`, by which bundlers leave out
 * files; what we build is few files, because Node.js loads those faster, so it has to be said of each call as well.
 */
export function pureCalls(): Plugin {
  return {
    name: "pure-calls",
    setup(build) {
      build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
        contents: withPureCalls(path, readFileSync(path, "utf8")),
        loader: "ts",
      }));
    },
  };
}

/** The source with a mark before each call in the value of a variable that is made when the module is loaded. */
function withPureCalls(path: string, source: string): string {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
  const places: number[] = [];
  const visit = (node: ts.Node): void => {
    // What stands in a function runs later.
    if (ts.isFunctionLike(node)) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) places.push(node.getStart(file));
    ts.forEachChild(node, visit);
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) visit(statement);
  }
  let marked = source;
  // From the end, so that the places before stay what they are.
  for (const place of [...new Set(places)].sort((a, b) => b - a)) {
    marked = `${marked.slice(0, place)}/* @__PURE__ */ ${marked.slice(place)}`;
  }
  return marked;
}

import {
  compile,
  isRegistered,
  type JSONValue,
  TreeInterpreter,
} from "@jmespath-community/jmespath";
import type { DirectPath } from "./direct-path.ts";

/*
 * All that knows the library. It is built as a file of its own, so that a bot whose filters ask for no path bundles neither.
 */

/** An expression, taken apart. */
export type Tree = ReturnType<typeof compile>;

/**
 * Takes an expression apart.
 *
 * @throws Error with the reason where it is none.
 */
export function parseExpression(text: string): Tree {
  const tree = compile(text);
  checkTree(tree);
  return tree;
}

/** What an expression finds: null for nothing, undefined where it cannot be applied. */
export function searchTree(tree: Tree, json: unknown): unknown {
  try {
    // The library asks for its own names of JSON and its tree; anything else it reads as null.
    return TreeInterpreter.search(tree, json as JSONValue) ?? null;
  } catch {
    // A body of another shape (`length()` of a number) is one that does not fit, not a failure.
    return undefined;
  }
}

interface Node {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly value?: unknown;
  readonly left?: unknown;
  readonly right?: unknown;
}

/** The library finds an unknown function out only when it is called, which may be never in a test. */
function checkTree(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  const { type, name } = node as Node;
  if (type === "Function" && typeof name === "string" && !isRegistered(name)) {
    throw new Error(`unknown function ${name}()`);
  }
  if (type === "Field" && name === "__proto__") {
    throw new Error("__proto__ is read in a path of keys and indexes only");
  }
  for (const child of Object.values(node)) checkTree(child);
}

/** The keys and indexes of a tree that has nothing else; the root of the document may stand at its start only. */
export function pathOfTree(tree: Tree, atStart = true): DirectPath | undefined {
  const { type, name, value, left, right } = tree as Node;
  switch (type) {
    case "Field":
      return [String(name)];
    case "Index":
      return [Number(value)];
    case "Current":
    case "Identity":
      return [];
    case "Root":
      return atStart ? [] : undefined;
    case "Subexpression":
    case "IndexExpression":
    case "Pipe": {
      const before = pathOfTree(left as Tree, atStart);
      const after = before && pathOfTree(right as Tree, false);
      return after && [...before, ...after];
    }
    default:
      return undefined;
  }
}

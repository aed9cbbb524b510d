import {
  compile,
  isRegistered,
  type JSONValue,
  TreeInterpreter,
} from "@jmespath-community/jmespath";
import { WebhookConfigError } from "../../endpoint/errors.ts";
import { kindOf } from "../../endpoint/kind-of.ts";
import { type DirectPath, parseDirectPath, resolveDirectPath } from "./direct-path.ts";

/** Reads one thing out of a JSON value. */
export interface Query {
  /** Undefined when there is nothing at the path, or the expression cannot be applied. */
  readonly read: (json: unknown) => unknown;
  /** The keys and indexes, where the expression is no more than that. */
  readonly path: DirectPath | undefined;
}

// A path but for keys that need quotes. JMESPath reads `first-name` as a subtraction, which nobody means by it.
const unquoted = /^[\w-]+(?:\.[\w-]+|\[-?\d+\])*$/;

/** Compiles a path or a JMESPath expression. */
export function compileQuery(filter: string, expression: string): Query {
  const text = requireText(filter, expression);
  const path = parseDirectPath(text);
  if (path !== undefined) return directQuery(path);
  if (unquoted.test(text)) throw refused(filter, expression, hint(text));
  let tree: unknown;
  try {
    tree = compile(text);
    checkTree(tree);
  } catch (cause) {
    throw refused(filter, expression, (cause as Error).message, cause);
  }
  // `a | b` and `(a).b` are paths in other words, and mean the same.
  const inOtherWords = pathOfTree(tree);
  return inOtherWords === undefined ? expressionQuery(tree) : directQuery(inOtherWords);
}

function directQuery(path: DirectPath): Query {
  return { path, read: (json) => resolveDirectPath(json, path) };
}

function expressionQuery(tree: unknown): Query {
  return {
    path: undefined,
    read(json) {
      try {
        // The library asks for its own names of JSON and its tree; anything else it reads as null.
        return TreeInterpreter.search(tree as Tree, json as JSONValue) ?? null;
      } catch {
        // A body of another shape (`length()` of a number) is one that does not fit, not a failure.
        return undefined;
      }
    },
  };
}

type Tree = ReturnType<typeof compile>;

/** Reads a path of keys and indexes only. */
export function requireDirectPath(filter: string, expression: string): DirectPath {
  const text = requireText(filter, expression);
  const path = parseDirectPath(text);
  if (path !== undefined) return path;
  throw refused(
    filter,
    expression,
    unquoted.test(text)
      ? hint(text)
      : "expected keys and indexes only, since JMESPath cannot tell absent from null",
  );
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
function pathOfTree(tree: unknown, atStart = true): DirectPath | undefined {
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
      const before = pathOfTree(left, atStart);
      const after = before && pathOfTree(right, false);
      return after && [...before, ...after];
    }
    default:
      return undefined;
  }
}

function requireText(filter: string, expression: unknown): string {
  const text = typeof expression === "string" ? expression.trim() : "";
  if (text !== "") return text;
  throw new WebhookConfigError(
    `${filter}: expected a path such as user.id, got ${typeof expression === "string" ? "an empty one" : kindOf(expression)}`,
  );
}

function hint(expression: string): string {
  const quoted = expression.replace(/[\w-]+(?=$|[.[])/g, (key) =>
    /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key),
  );
  return `a key with a hyphen, or a digit at its start, needs quotes: ${quoted}`;
}

function refused(filter: string, expression: string, reason: string, cause?: unknown) {
  return new WebhookConfigError(
    `${filter}: expected a path such as user.id, list[0]."any key" or a JMESPath expression, got ${JSON.stringify(expression)}: ${reason}`,
    cause === undefined ? undefined : { cause },
  );
}

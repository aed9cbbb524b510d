import { WebhookConfigError } from "../../endpoint/errors.ts";
import { kindOf } from "../../endpoint/kind-of.ts";
import { type DirectPath, parseDirectPath, resolveDirectPath } from "./direct-path.ts";
import { parseExpression, pathOfTree, searchTree, type Tree } from "./jmespath.ts";

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
  let tree: Tree;
  try {
    tree = parseExpression(text);
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

function expressionQuery(tree: Tree): Query {
  return { path: undefined, read: (json) => searchTree(tree, json) };
}

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

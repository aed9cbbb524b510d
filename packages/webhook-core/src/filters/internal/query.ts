import {
  compile,
  isRegistered,
  type JSONValue,
  TreeInterpreter,
} from "@jmespath-community/jmespath";
import { WebhookConfigError } from "../../endpoint/errors.ts";
import { type DirectPath, parseDirectPath, resolveDirectPath } from "./direct-path.ts";

/** Reads one thing out of a JSON value; undefined when there is nothing to be had. */
export type Query = (json: unknown) => unknown;

// A path but for keys that need quotes. JMESPath reads `first-name` as a subtraction, which nobody means by it.
const unquoted = /^[\w-]+(?:\.[\w-]+|\[-?\d+\])*$/;

/** Compiles a path or a JMESPath expression. */
export function compileQuery(filter: string, expression: string): Query {
  requireText(filter, expression);
  const path = parseDirectPath(expression);
  if (path !== undefined) return (json) => resolveDirectPath(json, path);
  if (unquoted.test(expression)) throw refused(filter, expression, hint(expression));
  let tree: ReturnType<typeof compile>;
  try {
    tree = compile(expression);
    checkTree(tree);
  } catch (cause) {
    throw refused(filter, expression, (cause as Error).message, cause);
  }
  return (json) => {
    try {
      // The library asks for its own name of JSON; anything else it reads as null.
      return TreeInterpreter.search(tree, json as JSONValue) ?? null;
    } catch {
      // A body of another shape (`length()` of a number) is one that does not fit, not a failure.
      return undefined;
    }
  };
}

/** Reads a path of keys and indexes only. */
export function requireDirectPath(filter: string, expression: string): DirectPath {
  requireText(filter, expression);
  const path = parseDirectPath(expression);
  if (path === undefined) {
    throw refused(
      filter,
      expression,
      unquoted.test(expression)
        ? hint(expression)
        : "it takes keys and indexes only, since JMESPath cannot tell absent from null",
    );
  }
  return path;
}

/** The library finds an unknown function out only when it is called, which may be never in a test. */
function checkTree(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  const { type, name } = node as { type?: unknown; name?: unknown };
  if (type === "Function" && typeof name === "string" && !isRegistered(name)) {
    throw new Error(`unknown function ${name}()`);
  }
  if (type === "Field" && name === "__proto__") {
    throw new Error("__proto__ is read in a path of keys and indexes only");
  }
  for (const child of Object.values(node)) checkTree(child);
}

function requireText(filter: string, expression: unknown): asserts expression is string {
  if (typeof expression !== "string" || expression.trim() === "") {
    throw new WebhookConfigError(
      `${filter}: expected a path such as user.id, got ${typeof expression === "string" ? "an empty one" : typeof expression}`,
    );
  }
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

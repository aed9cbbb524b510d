import { UsageError } from "../failures.ts";

/**
 * Sets `data.step.id=value` pairs in a JSON document. A value that is JSON is taken as such, anything else as text; where a
 * text stands, a number is a text too: ids may have digits only.
 */
export function setValues(document: unknown, assignments: readonly string[]): void {
  for (const assignment of assignments) {
    const equals = assignment.indexOf("=");
    if (equals <= 0) {
      throw new UsageError(
        `--set: expected path=value such as data.step.id=1234, got ${JSON.stringify(assignment)}`,
      );
    }
    setAt(
      document,
      assignment.slice(0, equals).split("."),
      assignment.slice(equals + 1),
      assignment,
    );
  }
}

function setAt(document: unknown, keys: readonly string[], text: string, assignment: string): void {
  let node = document as Record<string, unknown>;
  for (const [index, key] of keys.entries()) {
    if (typeof node !== "object" || node === null) {
      throw new UsageError(
        `--set ${assignment}: ${keys.slice(0, index).join(".")} is not an object or a list, so nothing can be set in it`,
      );
    }
    if (index === keys.length - 1) {
      const isText = Object.hasOwn(node, key) && typeof node[key] === "string";
      const json = jsonOrText(text);
      Object.defineProperty(node, key, {
        value:
          isText && json !== null && typeof json !== "object" && typeof json !== "string"
            ? text
            : json,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else {
      if (!Object.hasOwn(node, key)) node[key] = {};
      node = node[key] as Record<string, unknown>;
    }
  }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import { type Schema, SchemaError, schemas } from "@clustaar/webhook-core";
import { isObject } from "../internal/is-object.ts";

const byType: Readonly<Record<string, Schema>> = schemas;

/**
 * An action without the nulls that keep it from being read. The original writes null for whatever was not set, where
 * the schema would have nothing at all.
 */
export function withoutStrayNulls(action: unknown): unknown {
  if (!isObject(action) || typeof action.type !== "string") return action;
  const schema = Object.hasOwn(byType, action.type) ? byType[action.type] : undefined;
  if (schema === undefined) return action;
  try {
    schema.decode(action);
    return action;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return error.issues.reduce((kept: unknown, { path }) => withoutNull(kept, path), action);
  }
}

/** A copy without what stands at a path, if that is null. */
function withoutNull(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === key ? withoutNull(item, rest) : item));
  }
  if (!isObject(value) || !Object.hasOwn(value, key)) return value;
  const { [key]: inner, ...others } = value;
  if (rest.length === 0) return inner === null ? others : value;
  return { ...value, [key]: withoutNull(inner, rest) };
}

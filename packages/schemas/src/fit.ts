import { type Action, actionSchemas } from "./actions/registry.ts";
import { isObject } from "./internal/decode.ts";
import { codePoints } from "./internal/python-text.ts";
import { discriminator, type SchemaRef, type Spec } from "./internal/specs.ts";
import { shorten } from "./shorten.ts";

/** One text that {@link fit} has cut. */
export interface Cut {
  /** The keys and indexes that lead from the action to the text. */
  readonly path: readonly (string | number)[];
  /** The characters (code points) the text may have. */
  readonly limit: number;
  /** The characters it had. */
  readonly length: number;
}

/** An action whose texts fit, and what that took. */
export interface Fitted<A extends Action> {
  /** A copy; what did not have to be cut is shared with the original. */
  readonly action: A;
  /** Every text that was cut; empty where all of them fitted. */
  readonly cut: readonly Cut[];
}

/**
 * Cuts every text of an action to its limit, at any depth, and says what it cut; the action itself stays as it is.
 * Texts that would mean something else when they are cut (addresses, keys, identifiers) and lists that are too long are
 * left for the check of the answer to name.
 *
 * @example
 * ```ts
 * import { card, fit, sendCardsAction } from "@clustaar/schemas";
 *
 * const long = sendCardsAction({ cards: [card({ title: "Shoes ".repeat(20) })] });
 * const { action, cut } = fit(long);
 * console.log(action.cards[0]?.title.length); // 80
 * console.log(cut); // [{ path: ["cards", 0, "title"], limit: 80, length: 120 }]
 * ```
 */
export function fit<A extends Action>(action: A): Fitted<A> {
  const cut: Cut[] = [];
  const schema = isObject(action) ? byType.get(action.type) : undefined;
  if (schema === undefined) return { action, cut };
  // What comes back has the keys of what went in, and texts for texts.
  return { action: fitObject(schema, action, [], cut) as A, cut };
}

const byType = new Map<unknown, SchemaRef>(
  actionSchemas.map((schema) => [discriminator(schema), schema]),
);

type Path = readonly (string | number)[];

function fitObject(schema: SchemaRef, model: object, path: Path, cut: Cut[]): object {
  const changed: Record<string, unknown> = {};
  for (const [key, { spec }] of Object.entries(schema.fields)) {
    const name = spec.presence.as ?? key;
    const value = (model as Record<string, unknown>)[name];
    const fitted = fitValue(spec, value, [...path, name], cut);
    if (fitted !== value) changed[name] = fitted;
  }
  return Object.keys(changed).length === 0 ? model : { ...model, ...changed };
}

function fitValue(spec: Spec, value: unknown, path: Path, cut: Cut[]): unknown {
  switch (spec.kind) {
    case "text":
      return fitText(spec, value, path, cut);
    case "list": {
      if (!Array.isArray(value)) return value;
      const items = value.map((item, index) => fitValue(spec.items, item, [...path, index], cut));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    case "object":
      return isObject(value) && value.type !== "unknown"
        ? fitObject(spec.schema, value, path, cut)
        : value;
    case "oneOf": {
      const schema = isObject(value) ? spec.schemas.get(String(value.type)) : undefined;
      return schema === undefined ? value : fitObject(schema, value as object, path, cut);
    }
    default:
      return value;
  }
}

function fitText(
  { limits, whole }: Extract<Spec, { kind: "text" }>,
  value: unknown,
  path: Path,
  cut: Cut[],
): unknown {
  const { max: limit, pattern, url, oneOf, regexp } = limits;
  const cannot =
    whole || pattern !== undefined || url !== undefined || oneOf !== undefined || regexp;
  if (limit === undefined || cannot || typeof value !== "string") return value;
  const length = value.length <= limit ? 0 : codePoints(value);
  if (length <= limit) return value;
  cut.push({ path, limit, length });
  return shorten(value, limit);
}

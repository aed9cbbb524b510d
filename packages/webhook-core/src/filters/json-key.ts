import { WebhookConfigError } from "../endpoint/errors.ts";
import { resolveDirectPath } from "./internal/direct-path.ts";
import { described, equality } from "./internal/equality.ts";
import { jsonMatcher, requireJson } from "./internal/json-equal.ts";
import { compileQuery, requireDirectPath } from "./internal/query.ts";
import { seeing } from "./internal/sight.ts";
import type { JsonFilter } from "./types.ts";
import type { KnownWire } from "./wire/notification-wire.ts";
import type { Fixed, JsonExpression, PathInput, WirePath } from "./wire/wire-path.ts";

/**
 * Matches when the value at `path` is the same JSON as `value`.
 *
 * Paths are keys and indexes, `data.step.id`, `data.step.actions[0].type`, `data.session.values."first-name"`, with the names of
 * the wire ({@link KnownWire}) and in the sender's own keys: what is absent equals nothing, not even null. The editor offers the
 * paths that the wire has, and refuses others; `jsonKeyEquals<Wire>` knows the paths of another wire, `jsonKeyEquals<any>` takes
 * all.
 *
 * Any other text is JMESPath, compiled once; there absent is null, as JMESPath has it, and a body that the expression cannot be
 * applied to does not pass. It runs on what the sender sent, so keep it to what takes time in proportion to the body: no filter
 * inside a filter. Equality is JSON equality: `1` is `1.0` and not `true`, the order of keys does not matter.
 *
 * @throws WebhookConfigError `config_invalid` when the path cannot be read or the value is not JSON.
 *
 * @example
 * ```ts
 * import { jsonKeyEquals } from "@clustaar/webhook-core";
 *
 * const lang = jsonKeyEquals("data.session.values.lang", "fr");
 * console.log(lang({ data: { session: { values: { lang: "fr" } } } })); // true
 * console.log(jsonKeyEquals("length(data.step.actions)", 2)({ data: { step: { actions: [] } } })); // false
 * console.log(jsonKeyEquals<{ total: number }>("total", 12)({ total: 12 })); // true
 * ```
 */
export function jsonKeyEquals<
  Wire = KnownWire,
  const Path extends string = WirePath<Wire> | JsonExpression,
>(path: PathInput<Fixed<Wire>, Path>, value: unknown): JsonFilter {
  return keyFilter("jsonKeyEquals", path, [requireJson("jsonKeyEquals", value)]);
}

/**
 * Matches when the value at `path` is the same JSON as one of `values`; paths and equality are those of {@link jsonKeyEquals}.
 *
 * @throws WebhookConfigError `config_invalid` when the path cannot be read, or the values are not a list, are empty, or are not JSON.
 *
 * @example
 * ```ts
 * import { jsonKeyIn } from "@clustaar/webhook-core";
 *
 * const social = jsonKeyIn("data.channel", ["facebook", "twitter"]);
 * console.log(social({ data: { channel: "facebook" } })); // true
 * console.log(social({ data: {} })); // false
 * ```
 */
export function jsonKeyIn<
  Wire = KnownWire,
  const Path extends string = WirePath<Wire> | JsonExpression,
>(path: PathInput<Fixed<Wire>, Path>, values: readonly unknown[]): JsonFilter {
  if (!Array.isArray(values) || values.length === 0) {
    throw new WebhookConfigError(
      `jsonKeyIn: expected a list of at least one value, got ${Array.isArray(values) ? "an empty one, which nothing is in" : typeof values}`,
    );
  }
  const list = values.map((value) => requireJson("jsonKeyIn", value));
  return keyFilter("jsonKeyIn", path, list);
}

/**
 * Matches when there is a value at `path`, null included.
 *
 * It takes paths of keys and indexes only, as {@link jsonKeyEquals} describes them: JMESPath cannot tell absent from null.
 *
 * @throws WebhookConfigError `config_invalid` when the path is anything else.
 *
 * @example
 * ```ts
 * import { jsonKeyExists } from "@clustaar/webhook-core";
 *
 * const hasInput = jsonKeyExists("data.input");
 * console.log(hasInput({ data: { input: null } })); // true
 * console.log(hasInput({ data: {} })); // false
 * ```
 */
export function jsonKeyExists<
  Wire = KnownWire,
  const Path extends string = WirePath<Wire> | JsonExpression,
>(path: PathInput<Fixed<Wire>, Path>): JsonFilter {
  const keys = requireDirectPath("jsonKeyExists", path);
  const read = (json: unknown) => resolveDirectPath(json, keys);
  const filter: JsonFilter = (json) => read(json) !== undefined;
  return seeing(described(`jsonKeyExists(${path})`, filter), { looks: [{ path, read }] });
}

/** The values are JSON, and stay out of the name: one of them may be a secret. */
function keyFilter(kind: string, expression: string, values: readonly unknown[]): JsonFilter {
  const { read, path } = compileQuery(kind, expression);
  const matches = jsonMatcher(values);
  const text = expression.trim();
  const filter: JsonFilter = (json) => matches(read(json));
  return seeing(described(`${kind}(${text})`, filter, equality(path, values)), {
    looks: [{ path: text, read, wanted: values }],
  });
}

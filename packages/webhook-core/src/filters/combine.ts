import { WebhookConfigError } from "../endpoint/errors.ts";
import { ask } from "./internal/ask.ts";
import { described, type Equality, equalityOf } from "./internal/equality.ts";
import { seeing } from "./internal/sight.ts";
import type { AnyFilter, CombinedFilter, Filter } from "./types.ts";
import type { KnownWire } from "./wire/notification-wire.ts";

/**
 * Matches when `filter` does not.
 *
 * @throws WebhookConfigError `config_invalid` when it is not a function.
 *
 * @example
 * ```ts
 * import { jsonKeyEquals, not } from "@clustaar/webhook-core";
 *
 * console.log(not(jsonKeyEquals("data.channel", "facebook"))({ data: { channel: "sms" } })); // true
 * ```
 */
export function not<Wire = KnownWire, F extends Filter<Wire> = Filter<Wire>>(
  filter: F,
): CombinedFilter<F> {
  requireFilters("not", [filter]);
  return combined("not", [filter], (json, request) => !ask(filter, json, request));
}

/**
 * Matches when each of the filters does; stops at the first that does not.
 *
 * @throws WebhookConfigError `config_invalid` when there is none, or one is not a function.
 *
 * @example
 * ```ts
 * import { all, jsonKeyEquals, jsonKeyExists } from "@clustaar/webhook-core";
 *
 * const filter = all(jsonKeyEquals("data.channel", "facebook"), jsonKeyExists("data.input"));
 * console.log(filter({ data: { channel: "facebook" } })); // false
 * ```
 */
export function all<
  Wire = KnownWire,
  const F extends readonly Filter<Wire>[] = readonly Filter<Wire>[],
>(...filters: F): CombinedFilter<F[number]> {
  requireFilters("all", filters);
  const [first] = filters;
  // What the first one needs, all need: without it nothing else is asked.
  return combined(
    "all",
    filters,
    (json, request) => filters.every((filter) => ask(filter, json, request)),
    equalityOf(first),
  );
}

/**
 * Matches when one of the filters does; stops at the first that does.
 *
 * @throws WebhookConfigError `config_invalid` when there is none, or one is not a function.
 *
 * @example
 * ```ts
 * import { any, jsonKeyEquals, stepId } from "@clustaar/webhook-core";
 *
 * const filter = any(stepId("507f191e810c19729de860ea"), jsonKeyEquals("data.channel", "sms"));
 * console.log(filter({ data: { channel: "sms", step: { id: "other" } } })); // true
 * ```
 */
export function any<
  Wire = KnownWire,
  const F extends readonly Filter<Wire>[] = readonly Filter<Wire>[],
>(...filters: F): CombinedFilter<F[number]> {
  requireFilters("any", filters);
  return combined("any", filters, (json, request) =>
    filters.some((filter) => ask(filter, json, request)),
  );
}

function combined<F extends AnyFilter>(
  combines: "not" | "all" | "any",
  filters: readonly AnyFilter[],
  filter: Filter<unknown>,
  equality?: Equality,
): CombinedFilter<F> {
  const name = `${combines}(${filters.map((each) => each.name).join(", ")})`;
  // Sound: JSON and request are only handed on, and CombinedFilter says what every F asks of them.
  return seeing(described(name, filter, equality), { combines, filters }) as CombinedFilter<F>;
}

function requireFilters(combinator: string, filters: readonly unknown[]): void {
  if (filters.length === 0 || !filters.every((filter) => typeof filter === "function")) {
    throw new WebhookConfigError(
      `${combinator}: expected at least one filter, each of them a function (json, request) => boolean`,
    );
  }
}

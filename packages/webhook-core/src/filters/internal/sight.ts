import type { AnyFilter } from "../types.ts";

/** One place of the body that a filter looks at. */
export interface Look {
  /** In words: `data.step.id`, or a JMESPath expression. */
  readonly path: string;
  /** What stands there; undefined: nothing. */
  readonly read: (json: unknown) => unknown;
  /** What it is compared with; undefined: the filter asks only whether something is there. */
  readonly wanted?: readonly unknown[];
  /** What it has to match instead. */
  readonly pattern?: {
    /** In words: `/agent|human/i`. */
    readonly text: string;
    /** Whether a value does. */
    readonly matches: (value: unknown) => boolean;
  };
}

/** What a filter looks at: places of the body, or other filters. */
export type Sight =
  | { readonly looks: readonly Look[] }
  | { readonly combines: "not" | "all" | "any"; readonly filters: readonly AnyFilter[] };

/** Under it a filter keeps its {@link Sight}; registered, so that filters of another copy of this package have it too. */
const brand = Symbol.for("@clustaar/webhook-core/filter-sight");

type Branded = { readonly [brand]?: Sight };

/** Notes what a filter looks at, for `webhook.explain`. */
export function seeing<F extends (...args: never[]) => boolean>(filter: F, sight: Sight): F {
  Object.defineProperty(filter, brand, { value: sight });
  return filter;
}

/** What a filter looks at; undefined for a custom one. */
export function sightOf(filter: AnyFilter): Sight | undefined {
  return (filter as unknown as Branded)[brand];
}

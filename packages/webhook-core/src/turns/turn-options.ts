import { checkNumber, checkOptions, checkTimer } from "../endpoint/option-checks.ts";
import { type IdempotencyStore, memoryStore } from "../stores/index.ts";
import { checkOneOf, checkStore, storeErrorPolicies } from "../stores/store-checks.ts";

const strategies = ["queue", "latest", "parallel"] as const;

/** What happens to a turn while an earlier one of its conversation is handled. */
export type TurnStrategy = (typeof strategies)[number];

/** How turns are kept apart, and what happens when the store fails. */
export interface TurnOptions {
  /**
   * `queue`: every turn is handled, in the order of arrival. `latest`: a later turn stops the earlier ones, which are answered
   * with no actions, and is handled once they have stopped. `parallel`: turns are not kept apart. Default `queue`.
   */
  readonly strategy?: TurnStrategy;
  /** Where instances see each other's turns. Default: the memory of this process, which is enough for a single process. */
  readonly store?: IdempotencyStore;
  /**
   * Seconds that a turn holds without being renewed: how long a conversation stands still when the process that handles it
   * dies. It is renewed while the handler runs, for ten minutes at most. Default 5.
   */
  readonly lease?: number;
  /** Milliseconds that a turn waits for the earlier ones before it is 409 `turn_pending`. Default 10,000, at most half of the deadline. */
  readonly wait?: number;
  /**
   * What happens to turns while the store is down: `handle` them beside each other, or `refuse` them with 503
   * `store_unavailable`. Either way `onError` is called once a minute. Default `handle`.
   */
  readonly onStoreError?: "handle" | "refuse";
  /** Milliseconds that the store may take for a step before it counts as down. Default 2,000, at most a quarter of the deadline. */
  readonly storeTimeout?: number;
}

/** The names of {@link TurnOptions}. */
export const turnOptionNames = [
  "strategy",
  "store",
  "lease",
  "wait",
  "onStoreError",
  "storeTimeout",
] as const;

/** @throws WebhookConfigError `config_invalid` */
export function turnSettings(what: string, options: TurnOptions): Required<TurnOptions> {
  checkOptions(what, options, turnOptionNames);
  const {
    strategy = "queue",
    store = memoryStore(),
    lease = 5,
    wait = 10_000,
    onStoreError = "handle",
    storeTimeout = 2_000,
  } = options;
  checkOneOf(`${what}.strategy`, strategy, strategies);
  checkStore(`${what}.store`, store);
  checkNumber(`${what}.lease`, lease, 1, "seconds");
  checkTimer(`${what}.wait`, wait, 0);
  checkOneOf(`${what}.onStoreError`, onStoreError, storeErrorPolicies);
  checkTimer(`${what}.storeTimeout`, storeTimeout, 1);
  return { strategy, store, lease, wait, onStoreError, storeTimeout };
}

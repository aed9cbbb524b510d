import { checkNumber, checkOptions, checkTimer } from "../endpoint/option-checks.ts";
import { memoryStore } from "./memory-store.ts";
import type { IdempotencyStore } from "./store.ts";
import { checkOneOf, checkStore, storeErrorPolicies } from "./store-checks.ts";

/** How {@link createOnce} keeps what was done, and what it does when the store fails. */
export interface OnceOptions {
  /** Where the results are kept. Default: the memory of this process, which is enough for a single process. */
  readonly store?: IdempotencyStore;
  /** Seconds to keep a result. Default: a day. */
  readonly ttl?: number;
  /**
   * Seconds that a claim holds without being renewed: how long a delivery stays unanswered when the process that handles it
   * dies. It is renewed while the work goes on, for ten minutes at most. Default a minute.
   */
  readonly lease?: number;
  /** How many milliseconds a duplicate waits for the first delivery before it is 409 `duplicate_pending`. Default 10,000. */
  readonly wait?: number;
  /**
   * What happens to deliveries while the store is down: `handle` them, although a duplicate is then handled twice, or
   * `refuse` them with 503 `store_unavailable`. Either way `onError` is called once a minute. Default `handle`.
   */
  readonly onStoreError?: "handle" | "refuse";
  /** How many milliseconds the store may take for a claim before it counts as down. Default 2,000. */
  readonly storeTimeout?: number;
}

const names = ["store", "ttl", "lease", "wait", "onStoreError", "storeTimeout"] as const;
const DAY = 24 * 60 * 60;

/** @throws WebhookConfigError `config_invalid` */
export function onceSettings(what: string, options: OnceOptions): Required<OnceOptions> {
  checkOptions(what, options, names);
  const {
    store = memoryStore(),
    ttl = DAY,
    lease = 60,
    wait = 10_000,
    onStoreError = "handle",
    storeTimeout = 2_000,
  } = options;
  checkStore(`${what}.store`, store);
  checkNumber(`${what}.ttl`, ttl, 1, "seconds");
  checkNumber(`${what}.lease`, lease, 1, "seconds");
  checkTimer(`${what}.wait`, wait, 0);
  checkTimer(`${what}.storeTimeout`, storeTimeout, 1);
  checkOneOf(`${what}.onStoreError`, onStoreError, storeErrorPolicies);
  return { store, ttl, lease, wait, onStoreError, storeTimeout };
}

import type { HostContext } from "../endpoint/endpoint.ts";
import { claimKey } from "./claim-key.ts";
import { Held, unkept } from "./held-claim.ts";
import { lookForOther } from "./lost-claim.ts";
import { claimLost } from "./once-errors.ts";
import { type OnceOptions, onceSettings } from "./once-options.ts";
import { traced } from "./traced-store.ts";

/** What {@link Once} needs of the request's surroundings. */
export interface OnceContext {
  /** Called when the store fails or a claim is lost. */
  readonly report: (error: unknown) => void;
  /** Goes on with work after the answer. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Called when another delivery of the same key is being handled, before it is waited for. */
  readonly onPending?: () => void;
  /** Does each call of the store, for tracing. */
  readonly trace?: HostContext["trace"];
  /** Called when another delivery may have claimed the key while the work goes on. */
  readonly onLost?: (reason: Error) => void;
}

/** The claim of a key while its work goes on. */
export interface HeldClaim {
  /** The last `progress` of an earlier delivery that did not complete; undefined for the first. */
  readonly value: string | undefined;
  /** Keeps how far the work is, for the next delivery if this one does not complete. */
  progress(value: string): void;
  /** Keeps `value` as the result once the work is over; without it the next delivery is handled again. */
  complete(value: string): void;
}

/** What is to be done for a delivery. */
export interface OnceWork<T> {
  /** Handles it; a rejection gives the claim up, so that the next delivery is handled. */
  readonly first: (claim: HeldClaim) => Promise<T>;
  /** Answers a duplicate, from the result of the first. */
  readonly again: (value: string) => T;
}

/**
 * Does the work of the first delivery of a key, and returns its result for the others.
 *
 * @throws {@link WebhookError} `duplicate_pending`, `store_unavailable`; `TypeError` when the store breaks its contract.
 */
export type Once = <T>(key: string, context: OnceContext, work: OnceWork<T>) => Promise<T>;

/**
 * Makes the function that handles each key once, for endpoints that keep answers or progress in a store: it claims, waits
 * for the delivery that has claimed it, renews while the work goes on, and survives a store that is down.
 *
 * @param what - the option, as messages name it: `myEndpoint: idempotency`.
 * @throws {@link WebhookConfigError} `config_invalid` when an option is unknown, undefined or of the wrong kind.
 *
 * @example
 * ```ts
 * import { createOnce } from "@clustaar/webhook-core";
 *
 * const once = createOnce("shop: idempotency", { ttl: 600 });
 * const context = { report: console.error, waitUntil: () => {} };
 * const pay = () =>
 *   once("order 42", context, {
 *     async first(claim) {
 *       claim.complete("receipt 1");
 *       return "paid, receipt 1";
 *     },
 *     again: (receipt) => `paid before, ${receipt}`,
 *   });
 * console.log(await pay()); // "paid, receipt 1"
 * console.log(await pay()); // "paid before, receipt 1"
 * ```
 */
export function createOnce(what: string, options: OnceOptions = {}): Once {
  const settings = onceSettings(what, options);
  return async (key, context, work) => {
    const { trace } = context;
    const policy =
      trace === undefined ? settings : { ...settings, store: traced(settings.store, trace) };
    const claim = await claimKey(policy, key, context);
    if (claim.state === "unkept") return work.first(unkept);
    if (claim.state === "done") return work.again(claim.value);
    return handle(policy, key, context, work, new Held(policy, claim, context));
  };
}

async function handle<T>(
  policy: Required<OnceOptions>,
  key: string,
  context: OnceContext,
  { first, again }: OnceWork<T>,
  held: Held,
): Promise<T> {
  let result: T;
  try {
    result = await first(held);
  } catch (error) {
    held.release();
    if (!held.isLost) throw error;
    const other = await lookForOther(policy, key, context);
    if (other.state === "done") return again(other.value);
    new Held(policy, other, context).release();
    throw error;
  }
  if (await held.end()) return result;
  const other = await lookForOther(policy, key, context);
  if (other.state === "done") return again(other.value);
  // Nobody else has answered, so that this is the first answer after all.
  if (await held.endAs(other)) return result;
  throw claimLost();
}

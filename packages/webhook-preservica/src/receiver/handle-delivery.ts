import { setImmediate as turn } from "node:timers/promises";
import type { Once, OnceContext } from "@clustaar/webhook-core";
import { messageOf, WebhookError } from "@clustaar/webhook-core/endpoint";
import type { TriggerName } from "../triggers.ts";
import type {
  PreservicaDelivery,
  PreservicaDeliveryHandler,
  PreservicaEventHandler,
} from "./delivery.ts";
import { knownTrigger } from "./known-trigger.ts";
import { addTo, allOf, leftAfter, numbersOf } from "./left.ts";
import { type CallEach, callWhatIsLeft } from "./once.ts";

/** The handlers of a receiver, each list in the order of registration. */
export interface Handlers {
  readonly deliveries: readonly PreservicaDeliveryHandler[];
  readonly events: readonly EventRoute[];
}

/** One event handler, and the trigger it is for; null for all of them. */
export interface EventRoute {
  readonly trigger: TriggerName | null;
  readonly handler: PreservicaEventHandler;
}

/** Failures that are reported one by one: a body of a mebibyte holds hundreds of thousands of events. */
const MOST_TOLD = 20;
/** Handlers called in a row before other requests get a turn. */
const STRETCH = 256;

/** What handling a delivery needs besides its handlers. */
export interface Surroundings extends Pick<OnceContext, "report" | "waitUntil"> {
  /** Makes the calls of each delivery once; null: each time it is sent. */
  readonly once: Once | null;
  /** Aborted when another delivery of the same body may be handled beside this one. */
  readonly lost: AbortController;
}

/**
 * Calls every handler that a delivery is for: those of the whole delivery first, then event by event, each handler in
 * the order of registration. A handler that fails does not keep the next one from being called.
 *
 * Reports a `handler_failed` for each handler that fails, and past the first ones their number.
 *
 * @returns the first of them.
 * @throws WebhookError `duplicate_pending`, `store_unavailable`
 */
export async function handleDelivery(
  delivery: PreservicaDelivery,
  handlers: Handlers,
  { once, lost, report, waitUntil }: Surroundings,
): Promise<WebhookError | undefined> {
  const works = worksOf(delivery, handlers);
  let first: WebhookError | undefined;
  let told = 0;
  let untold = 0;

  function fail(message: string, cause: unknown): void {
    const failure = new WebhookError("handler_failed", message, { cause });
    first ??= failure;
    report(failure);
  }

  const callEach: CallEach = async (left, note) => {
    const failed: [number, number][] = [];
    let called = 0;
    for (const number of numbersOf(left)) {
      // The delivery that has the claim now goes on with what is left.
      lost.signal.throwIfAborted();
      try {
        await works.call(number);
      } catch (cause) {
        addTo(failed, number);
        if (told === MOST_TOLD) untold += 1;
        else {
          told += 1;
          fail(`${works.nameOf(number)}: ${messageOf(cause)}`, cause);
        }
      }
      called += 1;
      if (called % STRETCH === 0) await turn();
      await note(() => [...failed, ...leftAfter(left, number)]);
    }
    return failed;
  };

  if (once === null) await callEach(allOf(works.count), async () => {});
  else {
    const onLost = (reason: Error) => lost.abort(reason);
    await once(
      works.key,
      { report, waitUntil, onLost },
      {
        first: (claim) => callWhatIsLeft(claim, works.count, callEach),
        again: () => {},
      },
    );
  }
  if (untold > 0) {
    const handlers = untold === 1 ? "handler" : "handlers";
    report(
      new WebhookError("handler_failed", `${untold} more ${handlers} of this delivery failed`),
    );
  }
  return first;
}

/** The calls that a delivery needs, by number, so that none has to exist before its turn. */
interface Works {
  /** The same for a delivery that is sent again. */
  readonly key: string;
  readonly count: number;
  /** How an error names a call. */
  nameOf(number: number): string;
  call(number: number): unknown;
}

function worksOf(delivery: PreservicaDelivery, { deliveries, events }: Handlers): Works {
  const { id, payload, trigger, request, signal, waitUntil } = delivery;
  const routes = events.filter((route) => route.trigger === null || route.trigger === trigger);
  const first = deliveries.length;
  const positionOf = (number: number) => Math.floor((number - first) / routes.length);
  const known = knownTrigger(trigger);
  return {
    // With other handlers the numbers mean other calls.
    key: `preservica/${id}/${known}/${first}+${routes.length}`,
    count: first + payload.events.length * routes.length,
    nameOf: (number) => (number < first ? "the delivery" : `events/${positionOf(number)}`),
    call(number) {
      if (number < first) return deliveries[number]?.(delivery);
      const position = positionOf(number);
      const event = payload.events[position] ?? {};
      const route = routes[(number - first) % routes.length];
      return route?.handler({ event, position, trigger, delivery, request, signal, waitUntil });
    },
  };
}

import { WebhookError } from "@clustaar/webhook-core";
import { type TriggerName, triggerName } from "../triggers.ts";
import type {
  PreservicaDelivery,
  PreservicaDeliveryHandler,
  PreservicaEventHandler,
} from "./delivery.ts";
import type { Once } from "./once.ts";

/** The handlers of a receiver, each list in the order of registration. */
export interface Handlers {
  readonly deliveries: readonly PreservicaDeliveryHandler[];
  readonly events: readonly EventRoute[];
}

/** One event handler, and the trigger it is for; null takes them all. */
export interface EventRoute {
  readonly trigger: TriggerName | null;
  readonly handler: PreservicaEventHandler;
}

/**
 * Calls every handler that a delivery is for: those of the whole delivery first, then event by event, each handler in
 * the order of registration. A handler that fails does not keep the next one from being called.
 */
export async function handleDelivery(
  delivery: PreservicaDelivery,
  handlers: Handlers,
  once: Once,
): Promise<Outcome> {
  const { id, trigger } = delivery;
  // The same body may come for two subscriptions, told apart by their tag; but whoever sends a body again must not get
  // it handled once more by inventing triggers.
  const known = trigger === null ? undefined : triggerName(trigger);
  const key = `preservica/${id}/${known ?? "unknown"}`;
  const failures: WebhookError[] = [];
  for (const { place, name, work } of worksOf(delivery, handlers)) {
    try {
      const outcome = await once(`${key}/${place}`, async () => {
        await work();
      });
      // Somebody else is at this very body and goes on with it: going past them would break the order.
      if (outcome === "pending") return { failures, pending: true };
    } catch (error) {
      const told =
        error instanceof Error ? error.message : "something that is not an Error was thrown";
      failures.push(new WebhookError("handler_failed", `${name}: ${told}`, { cause: error }));
    }
  }
  return { failures, pending: false };
}

/** How a delivery went. */
export interface Outcome {
  /** One `handler_failed` for each handler that failed, in the order they did. */
  readonly failures: readonly WebhookError[];
  /** Another delivery of the same body is still at what is left. */
  readonly pending: boolean;
}

interface Work {
  /** Tells it from the delivery's other works. */
  readonly place: string;
  /** How an error names it. */
  readonly name: string;
  readonly work: () => unknown;
}

function worksOf(delivery: PreservicaDelivery, handlers: Handlers): Work[] {
  const { payload, trigger, request } = delivery;
  const routes = [...handlers.events.entries()].filter(
    ([, route]) => route.trigger === null || route.trigger === trigger,
  );
  return [
    ...handlers.deliveries.map((handler, index) => ({
      place: `delivery/${index}`,
      name: "the delivery",
      work: () => handler(delivery),
    })),
    ...payload.events.flatMap((event, position) =>
      routes.map(([index, { handler }]) => ({
        place: `${position}/${index}`,
        name: `events/${position}`,
        work: () => handler({ event, position, trigger, delivery, request }),
      })),
    ),
  ];
}

import { triggerName } from "../triggers.ts";
import type { PreservicaDelivery } from "./delivery.ts";
import type { Handlers } from "./handle-delivery.ts";

/** Warns, once per trigger, about events that are answered 200 although no handler was called. */
export class UnhandledWarnings {
  readonly #warned = new Set<string>();

  check({ payload, trigger }: PreservicaDelivery, { deliveries, events }: Handlers): void {
    const handled = events.some((route) => route.trigger === null || route.trigger === trigger);
    if (payload.events.length === 0 || deliveries.length > 0 || handled) return;
    // Made-up triggers must fill neither the memory nor the log.
    const named = trigger === null ? "none" : (triggerName(trigger) ?? "unknown");
    if (this.#warned.has(named)) return;
    this.#warned.add(named);
    const registered = [...new Set(events.map((route) => `on("${route.trigger}")`))];
    console.warn(
      `[webhook] PreservicaReceiver: a delivery ${described(named)} was answered 200, but no handler was called: ${
        registered.length === 0 ? "none is registered" : `there is only ${registered.join(", ")}`
      }; register one for every event with onEvent(handler)${named === "none" ? ", or subscribe with a tag in the URL (the default)" : ""}. This is said once.`,
    );
  }
}

function described(named: string): string {
  if (named === "none") return "that names no trigger";
  return named === "unknown" ? "whose trigger is not in the table" : `of the trigger ${named}`;
}

import type { WebhookRequest } from "@clustaar/webhook-core";
import type { DeliveredTrigger } from "../triggers.ts";
import type { PreservicaEvent, PreservicaPayload } from "./payload.ts";

/**
 * One signed POST, whole: what `onDelivery` handlers get.
 *
 * @example
 * ```ts
 * import { type PreservicaDelivery, PreservicaReceiver } from "@clustaar/webhook-preservica";
 * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
 *
 * function count({ payload, trigger }: PreservicaDelivery) {
 *   console.log(trigger, payload.events.length); // "MOVED" 1
 * }
 * const receiver = new PreservicaReceiver({ secret: "s3cr3t" }).onDelivery(count);
 * const events = [{ entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c" }];
 * await receiver.handle(deliveryRequest({ secret: "s3cr3t", trigger: "MOVED", events }));
 * ```
 */
export interface PreservicaDelivery {
  /** The SHA-256 of the raw body, in hex: the same for a body that is sent again. */
  readonly id: string;
  readonly payload: PreservicaPayload;
  /** The payload's `triggerType` or `trigger`, else the `trigger` of the URL, else null. */
  readonly trigger: DeliveredTrigger;
  readonly request: WebhookRequest;
  /** Aborted when whoever sent the delivery is gone, where the adapter can tell. */
  readonly signal: AbortSignal;
  /** Goes on with `work` after the answer; a rejection is reported through `onError`. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * One event of a delivery: what `onEvent` and `on` handlers get.
 *
 * @example
 * ```ts
 * import { type PreservicaEventContext, PreservicaReceiver } from "@clustaar/webhook-preservica";
 * import { deliveryRequest } from "@clustaar/webhook-preservica/testing";
 *
 * function note({ event, position, delivery }: PreservicaEventContext) {
 *   console.log(`${position + 1} of ${delivery.payload.events.length}: ${event.entityRef}`); // "1 of 1: a9e1cae8-..."
 * }
 * const receiver = new PreservicaReceiver({ secret: "s3cr3t" }).onEvent(note);
 * const events = [{ entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c" }];
 * await receiver.handle(deliveryRequest({ secret: "s3cr3t", events }));
 * ```
 */
export interface PreservicaEventContext<T extends DeliveredTrigger = DeliveredTrigger> {
  readonly event: PreservicaEvent;
  /** Where the event stands in its delivery; the first is 0. */
  readonly position: number;
  readonly trigger: T;
  readonly delivery: PreservicaDelivery;
  readonly request: WebhookRequest;
  /** Aborted when whoever sent the delivery is gone, where the adapter can tell. */
  readonly signal: AbortSignal;
  /** Goes on with `work` after the answer; a rejection is reported through `onError`. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * Handles one event; what it returns is awaited before the next event is handled, and then ignored.
 *
 * @example
 * ```ts
 * import type { PreservicaEventHandler } from "@clustaar/webhook-preservica";
 *
 * const handler: PreservicaEventHandler<"INDEXED"> = ({ event, trigger }) => {
 *   console.log(trigger, event.entityRef);
 * };
 * console.log(typeof handler); // "function"
 * ```
 */
export type PreservicaEventHandler<T extends DeliveredTrigger = DeliveredTrigger> = (
  context: PreservicaEventContext<T>,
) => unknown;

/**
 * Handles one delivery; what it returns is awaited before the events are handled, and then ignored.
 *
 * @example
 * ```ts
 * import type { PreservicaDeliveryHandler } from "@clustaar/webhook-preservica";
 *
 * const handler: PreservicaDeliveryHandler = ({ payload }) => console.log(payload.events);
 * console.log(typeof handler); // "function"
 * ```
 */
export type PreservicaDeliveryHandler = (delivery: PreservicaDelivery) => unknown;

import type { WebhookRequest } from "@clustaar/webhook-core";
import type { DeliveredTrigger } from "../triggers.ts";
import type { PreservicaEvent, PreservicaPayload } from "./payload.ts";

/** One signed POST as a whole: what `onDelivery` handlers get. */
export interface PreservicaDelivery {
  /** The SHA-256 of the raw body, in hex: the same for a body that is sent again. */
  readonly id: string;
  /** The JSON body. */
  readonly payload: PreservicaPayload;
  /** The payload's `triggerType` or `trigger`, or else the `trigger` of the URL, or else null. */
  readonly trigger: DeliveredTrigger;
  /** The request, with its raw body. */
  readonly request: WebhookRequest;
  /** Aborted when the sender disconnects, where the adapter can tell, and when another delivery may have taken this one over. */
  readonly signal: AbortSignal;
  /** Continues `work` after the answer; a rejection is reported to `onError`. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** One event of a delivery: what `onEvent` and `on` handlers get. */
export interface PreservicaEventContext<T extends DeliveredTrigger = DeliveredTrigger> {
  /** What happened, and to which entity. */
  readonly event: PreservicaEvent;
  /** The event's place in its delivery; the first is 0. */
  readonly position: number;
  /** The trigger of the delivery, or null when it names none. */
  readonly trigger: T;
  /** The whole delivery. */
  readonly delivery: PreservicaDelivery;
  /** The request, with its raw body. */
  readonly request: WebhookRequest;
  /** Aborted when the sender disconnects, where the adapter can tell, and when another delivery may have taken this one over. */
  readonly signal: AbortSignal;
  /** Continues `work` after the answer; a rejection is reported to `onError`. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** Handles one event; its promise is awaited before the next event is handled, and its result is ignored. */
export type PreservicaEventHandler<T extends DeliveredTrigger = DeliveredTrigger> = (
  context: PreservicaEventContext<T>,
) => unknown;

/** Handles one delivery; its promise is awaited before the events are handled, and its result is ignored. */
export type PreservicaDeliveryHandler = (delivery: PreservicaDelivery) => unknown;

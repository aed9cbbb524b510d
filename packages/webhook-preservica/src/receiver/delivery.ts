import type { WebhookRequest } from "@clustaar/webhook-core";
import type { DeliveredTrigger } from "../triggers.ts";
import type { PreservicaEvent, PreservicaPayload } from "./payload.ts";

/** One signed POST, whole: what `onDelivery` handlers get. */
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

/** One event of a delivery: what `onEvent` and `on` handlers get. */
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

/** Handles one event; what it returns is awaited before the next event is handled, and then ignored. */
export type PreservicaEventHandler<T extends DeliveredTrigger = DeliveredTrigger> = (
  context: PreservicaEventContext<T>,
) => unknown;

/** Handles one delivery; what it returns is awaited before the events are handled, and then ignored. */
export type PreservicaDeliveryHandler = (delivery: PreservicaDelivery) => unknown;

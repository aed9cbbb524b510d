// Receiver
export type {
  PreservicaDelivery,
  PreservicaDeliveryHandler,
  PreservicaEventContext,
  PreservicaEventHandler,
} from "./receiver/delivery.ts";
export type { PreservicaEvent, PreservicaPayload } from "./receiver/payload.ts";
export { PreservicaReceiver } from "./receiver/receiver.ts";
export type {
  PreservicaIdempotencyOptions,
  PreservicaReceiverOptions,
} from "./receiver/receiver-options.ts";
// Triggers
export {
  type DeliveredTrigger,
  type Trigger,
  type TriggerName,
  triggerName,
  triggers,
} from "./triggers.ts";

export { PreservicaClient, type PreservicaClientOptions } from "./client/client.ts";
export { type PreservicaCredentials, readCredentials } from "./client/credentials.ts";
export {
  PreservicaError,
  type PreservicaErrorCode,
  type PreservicaErrorOptions,
  PreservicaRoleError,
  PreservicaUnsubscribeError,
} from "./client/errors.ts";
export type { PreservicaSubscription, SubscribeOptions } from "./client/subscription.ts";
export type { PreservicaCallOptions, PreservicaWebhooks } from "./client/webhooks.ts";
export { createSecret } from "./create-secret.ts";
export type {
  PreservicaDelivery,
  PreservicaDeliveryHandler,
  PreservicaEventContext,
  PreservicaEventHandler,
} from "./receiver/delivery.ts";
export type {
  PreservicaEntityType,
  PreservicaEvent,
  PreservicaIdentifier,
  PreservicaPayload,
} from "./receiver/payload.ts";
export { PreservicaReceiver } from "./receiver/receiver.ts";
export type {
  PreservicaIdempotencyOptions,
  PreservicaReceiverOptions,
} from "./receiver/receiver-options.ts";
export {
  type DeliveredTrigger,
  type Trigger,
  type TriggerName,
  triggerName,
  triggers,
} from "./triggers.ts";

export type { SimulatedPreservicaOptions } from "./testing/platform-options.ts";
export type { ReceiverAnswer } from "./testing/publisher.ts";
export {
  challengeRequest,
  type DeliveryRequestOptions,
  deliveryRequest,
} from "./testing/requests.ts";
export {
  type SimulatedDelivery,
  type SimulatedPreservica,
  type SimulatedSubscription,
  simulatePreservica,
} from "./testing/simulate-preservica.ts";

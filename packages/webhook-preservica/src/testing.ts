export type { SimulatedPreservicaOptions } from "./testing/platform-options.ts";
export type { ReceiverAnswer } from "./testing/publisher.ts";
export {
  challengeRequest,
  type DeliveryRequestOptions,
  deliveryRequest,
} from "./testing/requests.ts";
export { type SimulatedPreservica, simulatePreservica } from "./testing/simulate-preservica.ts";
export type { SimulatedDelivery, SimulatedSubscription } from "./testing/subscriptions.ts";

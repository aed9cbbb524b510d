export {
  challengeRequest,
  type DeliveryRequestOptions,
  deliveryRequest,
} from "./testing/requests.ts";

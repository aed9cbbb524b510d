export {
  type SignedRequest,
  type SignedRequestOptions,
  signedRequest,
} from "./testing/signed-request.ts";
export {
  type Problem,
  type SimulateOptions,
  type Simulation,
  simulate,
} from "./testing/simulate.ts";
export { type StepReachedOverrides, stepReached } from "./testing/step-reached.ts";

export {
  type SignedRequest,
  type SignedRequestOptions,
  signedRequest,
} from "./signed-request.ts";
export {
  type Problem,
  type SimulateOptions,
  type Simulation,
  simulate,
} from "./simulate.ts";
export { type StepReachedOverrides, stepReachedNotification } from "./step-reached.ts";
export {
  type StoreContractCase,
  type StoreContractOptions,
  storeContract,
} from "./store-contract/index.ts";

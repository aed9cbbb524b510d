export {
  type EmitterStoreContractCase,
  type EmitterStoreWorld,
  emitterStoreContract,
} from "./store-contract/index.ts";

// Errors
export {
  EmitterError,
  type EmitterErrorCode,
  type EmitterIssue,
  emitterErrorTable,
} from "./errors.ts";
// Stores
export {
  type MemoryEmitterStoreOptions,
  memoryEmitterStore,
} from "./stores/memory/memory-store.ts";
export * from "./stores/records.ts";
export type {
  ClaimRequest,
  ClaimResult,
  EmitterStore,
  Rate,
  Settled,
  StoreHost,
} from "./stores/store.ts";

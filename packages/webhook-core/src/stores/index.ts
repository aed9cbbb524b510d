export { type MemoryStore, type MemoryStoreOptions, memoryStore } from "./memory-store.ts";
export type { Claim, IdempotencyStore } from "./store.ts";

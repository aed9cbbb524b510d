export { type MemoryStore, type MemoryStoreOptions, memoryStore } from "./memory-store.ts";
export { createOnce, type HeldClaim, type Once, type OnceContext, type OnceWork } from "./once.ts";
export type { OnceOptions } from "./once-options.ts";
export type { Claim, IdempotencyStore } from "./store.ts";

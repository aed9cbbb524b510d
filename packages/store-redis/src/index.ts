export type { IoRedisClient, NodeRedisClient, RedisClient } from "./clients.ts";
export { type RedisStoreOptions, redisStore } from "./redis-store.ts";

export { startOwnPostgres, whyNoPostgres } from "./own-postgres.ts";
export { startOwnRedis, whyNoRedis } from "./own-redis.ts";
export type { OwnServer } from "./own-server.ts";
export { whyAbsent } from "./reach.ts";
export { runStoreSuite } from "./run-store-suite.ts";
export { newSpace, type OpenFunction } from "./subject.ts";

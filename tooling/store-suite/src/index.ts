export { startOwnPostgres, whyNoPostgres } from "./own-postgres.ts";
export { startOwnRedis, whyNoRedis } from "./own-redis.ts";
export type { OwnServer } from "./own-server.ts";
export { whyAbsent } from "./reach.ts";
export { runStoreSuite } from "./run-store-suite.ts";
export type { OpenFunction, OpenStore } from "./subject.ts";

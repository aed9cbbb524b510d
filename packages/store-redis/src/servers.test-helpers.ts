import { startOwnRedis, whyAbsent, whyNoRedis } from "@clustaar/store-suite";

/** The server that tests use, and how they start one of their own. */
export const redis = {
  url: process.env.REDIS_URL ?? "redis://127.0.0.1:6379",
  absent: await whyAbsent("Redis", process.env.REDIS_URL ?? "redis://127.0.0.1:6379"),
  startServer: () => startOwnRedis(),
  noPrograms: whyNoRedis(),
};

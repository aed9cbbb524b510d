import { startOwnRedis, whyAbsent, whyNoRedis } from "@clustaar/store-suite";
import { age, drop } from "./time.test-helpers.ts";

const url = process.env.REDIS_URL ?? "redis://127.0.0.1:6379";

/** The server that tests use, and how they start one of their own. */
export const redis = {
  url,
  absent: await whyAbsent("Redis", url),
  age: (space: string, seconds: number) => age(url, space, seconds),
  drop: (space: string) => drop(url, space),
  startServer: () => startOwnRedis(),
  noPrograms: whyNoRedis(),
};

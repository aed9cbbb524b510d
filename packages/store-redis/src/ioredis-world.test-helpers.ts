import type { OpenFunction } from "@clustaar/store-suite";
import { Redis } from "ioredis";
import { redisStore } from "./index.ts";
import { prefixOf } from "./time.test-helpers.ts";

/** A store of ioredis, for the suite and its processes. */
export const open: OpenFunction = async (url, space) => {
  const client = new Redis(url, { maxRetriesPerRequest: null });
  client.on("error", () => {});
  await client.ping();
  return {
    store: redisStore(client, { prefix: prefixOf(space) }),
    close: async () => client.disconnect(),
  };
};

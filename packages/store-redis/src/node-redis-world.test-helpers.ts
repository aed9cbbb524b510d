import type { OpenFunction } from "@clustaar/store-suite";
import { createClient } from "redis";
import { redisStore } from "./index.ts";
import { prefixOf } from "./time.test-helpers.ts";

/** A store of node-redis, for the suite and its processes. */
export const open: OpenFunction = async (url, space) => {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  return { store: redisStore(client, { prefix: prefixOf(space) }), close: () => client.close() };
};

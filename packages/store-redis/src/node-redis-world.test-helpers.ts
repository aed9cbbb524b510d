import type { OpenFunction } from "@clustaar/store-suite";
import { createClient } from "redis";
import { redisStore } from "./index.ts";

/** A store of node-redis, for the suite and its processes. */
export const open: OpenFunction = async (url) => {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  return { store: redisStore(client, { prefix: "clustaar-test:" }), close: () => client.close() };
};

import assert from "node:assert/strict";
import { type NodeRedisClient, redisStore } from "@clustaar/store-redis";

async function use(): Promise<void> {
  const scripts: string[] = [];
  const client: NodeRedisClient = {
    evalSha: () => {},
    async eval(script, { keys }) {
      scripts.push(script);
      return keys[0] === "bot:free" ? ["new"] : ["done", "kept"];
    },
  };
  const store = redisStore(client, { prefix: "bot:" });
  const claim = await store.claim("free", 60);
  assert.equal(claim.state, "new");
  assert.deepEqual(await store.claim("taken", 60), { state: "done", value: "kept" });
  assert.equal(scripts.length, 2);
  // @ts-expect-error it takes a client, not an address
  assert.throws(() => redisStore("redis://127.0.0.1"), /expected a client/);
}

use().then(() => console.log("used"));

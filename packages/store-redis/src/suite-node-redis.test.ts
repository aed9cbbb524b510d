import { runStoreSuite } from "@clustaar/store-suite";
import { open } from "./node-redis-world.test-helpers.ts";
import { redis } from "./servers.test-helpers.ts";

const module = new URL("./node-redis-world.test-helpers.ts", import.meta.url).href;
runStoreSuite("a store of node-redis", { ...redis, module, open });

import { runStoreSuite } from "@clustaar/store-suite";
import { open } from "./ioredis-world.test-helpers.ts";
import { redis } from "./servers.test-helpers.ts";

const module = new URL("./ioredis-world.test-helpers.ts", import.meta.url).href;
runStoreSuite("a store of ioredis", { ...redis, module, open });

import { runStoreSuite } from "@clustaar/store-suite";
import { open, postgres } from "./server.test-helpers.ts";

const module = new URL("./server.test-helpers.ts", import.meta.url).href;
runStoreSuite("a store of pg", { ...postgres, module, open });

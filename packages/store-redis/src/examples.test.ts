import { testExamples } from "@clustaar/doc-examples";
import { describe } from "vitest";
import { redis } from "./servers.test-helpers.ts";

describe.skipIf(redis.absent)(`with Redis${redis.absent ? ` (${redis.absent})` : ""}:`, () => {
  testExamples(import.meta.url, { env: { REDIS_URL: redis.url } });
});

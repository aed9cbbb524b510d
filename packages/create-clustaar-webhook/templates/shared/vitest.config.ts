import { defineConfig } from "vitest/config";

export default defineConfig({
  // The key that tests sign with and the webhook verifies with.
  test: { env: { CLUSTAAR_PRIVATE_KEY: "the key of the tests" } },
});

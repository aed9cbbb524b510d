import { defineConfig } from "tsup";
import { packageBuild } from "../../tsup.base.ts";

// One entry a subpath, named after its room.
export default defineConfig(
  packageBuild({
    index: "src/index.ts",
    endpoint: "src/endpoint/index.ts",
    signatures: "src/signatures/index.ts",
    adapter: "src/adapter/index.ts",
    testing: "src/testing/index.ts",
    doctor: "src/doctor/index.ts",
  }),
);

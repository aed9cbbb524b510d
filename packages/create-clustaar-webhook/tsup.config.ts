import { defineConfig } from "tsup";
import { packageBuild } from "../../tsup.base.ts";

// A program, not a library: ES modules without types.
export default defineConfig({
  ...packageBuild(),
  entry: { main: "src/main.ts" },
  format: ["esm"],
  dts: false,
});

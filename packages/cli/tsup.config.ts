import { defineConfig } from "tsup";
import { packageBuild } from "../../tsup.base.ts";

// A program, not a library: ES modules only, no types; each command is a chunk that loads when it is asked for.
export default defineConfig({
  ...packageBuild({ main: "src/main.ts", child: "src/dev/child.ts" }),
  format: ["esm"],
  dts: false,
});

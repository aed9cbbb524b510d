import { defineConfig } from "tsup";
import { packageBuild } from "../../tsup.base.ts";

// A program, not a library: ES modules without types. Each command is a chunk that loads when it is asked for.
export default defineConfig({
  ...packageBuild(),
  entry: {
    main: "src/main.ts",
    child: "src/dev/child.ts",
    "run-task": "src/loading/run-task.ts",
    "host-child": "src/hosting/child.ts",
  },
  format: ["esm"],
  dts: false,
  // Only the sources build the page while they run; what is published has it built.
  external: ["vite"],
  // The build of the page stands there too.
  clean: ["dist/*.js", "dist/*.map"],
});

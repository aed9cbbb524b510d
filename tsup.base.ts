import type { Options } from "tsup";

/** The build every package shares: ESM and CommonJS, with types for both. */
export function packageBuild(entry: Options["entry"] = ["src/index.ts"]): Options {
  return {
    entry,
    format: ["esm", "cjs"],
    // tsup 8.5 sets `baseUrl` for its type build, which TypeScript 6 only takes with this.
    dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
    target: "node20",
    // Entries of one package share their classes in CommonJS too, or `instanceof` would tell them apart.
    splitting: true,
    clean: true,
    sourcemap: true,
    treeshake: true,
  };
}

import { readFileSync } from "node:fs";
import type { Options } from "tsup";
import { pureCalls } from "./tooling/pure-calls.ts";

/**
 * The build every package shares: ESM and CommonJS, with types for both. Each subpath under `exports` that names a source
 * is one entry: `./testing` becomes `dist/testing.js`.
 *
 * `apart` are sources that get a file of their own, by its name: what imports a library that bundlers cannot take apart, so that
 * they leave out both where nothing uses them.
 */
export function packageBuild(apart: Readonly<Record<string, string>> = {}): Options {
  const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
  const entry = entriesOf(manifest);
  return {
    entry: { ...entry, ...apart },
    // tsup leaves dependencies and peers to the installer, and forgets the optional ones.
    external: Object.keys(manifest.optionalDependencies ?? {}),
    format: ["esm", "cjs"],
    // tsup 8.5 sets `baseUrl` for its type build, which TypeScript 6 only takes with this.
    dts: { entry, compilerOptions: { ignoreDeprecations: "6.0" } },
    target: "node20",
    // Entries of one package share their classes in CommonJS too, or `instanceof` would tell them apart.
    splitting: true,
    // tsup cuts it off by default, and a bare `crypto` is what some bundlers and hosts refuse or look up in node_modules.
    removeNodeProtocol: false,
    clean: true,
    sourcemap: true,
    treeshake: true,
    esbuildPlugins: [pureCalls()],
  };
}

interface Manifest {
  optionalDependencies?: Record<string, string>;
  exports: Record<string, { "@clustaar/source"?: string } | string>;
}

function entriesOf({ exports }: Manifest): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [subpath, target] of Object.entries(exports)) {
    const source = typeof target === "object" ? target["@clustaar/source"] : undefined;
    if (source) entries[subpath === "." ? "index" : subpath.replace("./", "")] = source;
  }
  return entries;
}

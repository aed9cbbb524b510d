import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";

/** Bundles and minifies an entry for Node.js; gives the code, all chunks of it. */
export type Bundler = (entry: string) => Promise<string>;

/** The bundlers that most projects have, each with the settings it comes with. */
export const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: async (entry) => {
    const { outputFiles } = await esbuild({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      write: false,
      logLevel: "silent",
    });
    return outputFiles.map(({ text }) => text).join("\n");
  },
  Rollup: async (entry) => {
    const bundle = await rollup({
      input: entry,
      external: /^node:/,
      plugins: [nodeResolve({ exportConditions: ["node"] }), terser()],
    });
    const { output } = await bundle.generate({ format: "es" });
    await bundle.close();
    return codeOf(output);
  },
  Vite: async (entry) => {
    const built = await vite({
      configFile: false,
      logLevel: "silent",
      root: dirname(entry),
      build: { ssr: entry, minify: true, write: false },
      ssr: { noExternal: true },
    });
    if (!("output" in built)) throw new TypeError("expected one output of Vite");
    return codeOf(built.output);
  },
  webpack: (entry) => bundleWithWebpack(entry),
};

function codeOf(output: readonly object[]): string {
  return output.map((file) => ("code" in file ? String(file.code) : "")).join("\n");
}

function bundleWithWebpack(entry: string): Promise<string> {
  const folder = join(dirname(entry), "webpack", basename(entry, ".mjs"));
  const compiler = webpack({
    mode: "production",
    target: "node20",
    entry,
    experiments: { outputModule: true },
    output: { path: folder, filename: "main.mjs", library: { type: "module" } },
    optimization: { splitChunks: false },
    performance: false,
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) return reject(error);
      if (stats?.hasErrors()) return reject(new Error(stats.toString("errors-only")));
      const assets = stats?.toJson({ all: false, assets: true }).assets ?? [];
      const files = assets.map(({ name }) => readFileSync(join(folder, name), "utf8"));
      compiler.close(() => resolve(files.join("\n")));
    });
  });
}

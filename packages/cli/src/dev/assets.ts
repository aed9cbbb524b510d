import { Buffer } from "node:buffer";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { packageRoot, runsFromSource } from "./package-root.ts";

/** The page's files by their paths, such as `assets/index-1a2b3c.js`. */
export type Assets = ReadonlyMap<string, Asset>;

/** One file of the page. */
export interface Asset {
  readonly type: string;
  readonly content: Uint8Array;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

let build = buildAssets;
let built: Promise<Assets> | undefined;

/** Has the page of the sources built in another way: tests build it once for all of them. */
export function buildPageWith(other: () => Promise<Assets>): void {
  build = other;
}

/** Reads the page into memory; from the sources it is built first, once a process, so that nothing has to be built to try it. */
export async function loadAssets(): Promise<Assets> {
  if (!runsFromSource) return readAssets(join(packageRoot(), "dist/playground"));
  built ??= build();
  return built;
}

async function readAssets(folder: string): Promise<Assets> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const assets = new Map<string, Asset>();
  for (const file of files) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const name = path.slice(folder.length + 1).replaceAll("\\", "/");
    assets.set(name, assetOf(name, await readFile(path)));
  }
  return assets;
}

async function buildAssets(): Promise<Assets> {
  const { build } = await import("vite");
  const root = join(packageRoot(), "playground");
  const result = await build({
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    build: { write: false },
  });
  const outputs = [result].flat().flatMap((each) => ("output" in each ? each.output : []));
  const assets = new Map<string, Asset>();
  for (const output of outputs) {
    const content = output.type === "chunk" ? output.code : output.source;
    assets.set(output.fileName, assetOf(output.fileName, Buffer.from(content)));
  }
  // A build that writes nothing leaves the public folder out.
  for (const [name, asset] of await readAssets(join(root, "public"))) assets.set(name, asset);
  return assets;
}

function assetOf(name: string, content: Uint8Array): Asset {
  return { type: types[extname(name)] ?? "application/octet-stream", content };
}

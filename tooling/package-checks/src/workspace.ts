import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The parts of a package.json that the checks read. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  homepage?: string;
  bugs?: { url: string };
  repository?: { type: string; url: string; directory?: string };
  license?: string;
  type?: string;
  sideEffects?: boolean;
  engines?: { node?: string };
  bin?: Record<string, string>;
  exports?: Record<string, string | Record<string, unknown>>;
  publishConfig?: Record<string, unknown>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** A package of this repository that is published. */
export interface PublicPackage {
  /** Its folder's name, which is its name without the scope. */
  folder: string;
  path: string;
  manifest: Manifest;
}

/** The repository's root. */
export const repositoryFolder = fileURLToPath(new URL("../../..", import.meta.url));

/** Every package under `packages/` that is not private. */
export function publicPackages(root: string): PublicPackage[] {
  return allPackages(root).filter(({ manifest }) => manifest.private !== true);
}

/** Every package under `packages/`. */
export function allPackages(root: string): PublicPackage[] {
  const group = join(root, "packages");
  return readdirSync(group)
    .sort()
    .filter((folder) => existsSync(join(group, folder, "package.json")))
    .map((folder) => {
      const path = join(group, folder);
      return { folder, path, manifest: readManifest(path) };
    });
}

/** Whether a package is a program: it is run by the names under `bin`, and nothing imports it. */
export function isProgram({ bin, exports = {} }: Pick<Manifest, "bin" | "exports">): boolean {
  return bin !== undefined && exports["."] === undefined;
}

/** The package.json of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { runOrThrow } from "./run.ts";
import { type Manifest, type PublicPackage, readManifest } from "./workspace.ts";

/** A package as users get it. */
export interface Tarball {
  folder: string;
  /** Absolute path of the .tgz file. */
  path: string;
  /** Where it was unpacked, to be looked into. */
  unpacked: string;
  /** The manifest inside the tarball. */
  manifest: Manifest;
  /** The manifest in the repository, which also says which versions it is tested with. */
  source: Manifest;
}

/** One file of a tarball. */
export interface PackedFile {
  /** Relative to the package, with forward slashes. */
  name: string;
  size: number;
  text: string;
}

/** Packs every package with pnpm, which swaps `publishConfig` in, and unpacks it beside. */
export async function pack(packages: PublicPackage[], scratch: string): Promise<Tarball[]> {
  const tarballs: Tarball[] = [];
  for (const { folder, path, manifest: source } of packages) {
    const target = join(scratch, "tarballs", `${folder}.tgz`);
    const unpacked = join(scratch, "unpacked", folder);
    mkdirSync(unpacked, { recursive: true });
    mkdirSync(join(scratch, "tarballs"), { recursive: true });
    await runOrThrow("npx", ["-y", "pnpm@12", "pack", "--out", target], path);
    await runOrThrow("tar", ["-xzf", target, "-C", unpacked, "--strip-components=1"], scratch);
    tarballs.push({ folder, path: target, unpacked, manifest: readManifest(unpacked), source });
  }
  return tarballs;
}

/** The files of an unpacked tarball. */
export function packedFiles(unpacked: string): PackedFile[] {
  return readdirSync(unpacked, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return {
        name: relative(unpacked, path).split(sep).join("/"),
        size: statSync(path).size,
        text: readFileSync(path, "utf8"),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

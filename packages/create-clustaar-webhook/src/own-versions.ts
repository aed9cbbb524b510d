import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.ts";

interface Manifest {
  readonly version: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** This package's own version. */
export const version: string = readManifest(packageRoot()).version;

/**
 * The range of one of our packages that a new project gets. This package lists them under `devDependencies`, where packing
 * writes the versions of that day; in the repository they are read from the packages beside this one.
 */
export function ownRange(name: string): string {
  const range = readManifest(packageRoot()).devDependencies?.[name];
  if (range === undefined) {
    throw new Error(
      `${name}: a template needs it, so list it under devDependencies of this package`,
    );
  }
  if (!range.startsWith("workspace:")) return range;
  const folder = join(packageRoot(), "..", name.replace("@clustaar/", ""));
  return `^${readManifest(folder).version}`;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

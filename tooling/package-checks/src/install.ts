import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tarball } from "./pack.ts";
import { runOrThrow } from "./run.ts";

/** What a consumer project is installed with. */
export type PackageManager = "npm" | "pnpm";

/** What a consumer project consists of. */
export interface InstallPlan {
  tarballs: Tarball[];
  manager: PackageManager;
}

/** Makes a project in `folder` and installs the tarballs with their peers, as a user would. */
export async function install({ tarballs, manager }: InstallPlan, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const ours = Object.fromEntries(
    tarballs.map(({ manifest, path }) => [manifest.name, `file:${path}`]),
  );
  const others: Record<string, string> = { ...compilers[manager] };
  for (const { source } of tarballs) Object.assign(others, peers(source));
  const manifest = { name: "consumer", version: "1.0.0", private: true };
  if (manager === "npm") {
    writeManifest(folder, manifest);
    const specs = Object.entries({ ...others, ...ours }).map(([name, version]) =>
      version.startsWith("file:") ? version.slice("file:".length) : `${name}@${version}`,
    );
    const flags = ["--no-audit", "--no-fund", "--ignore-scripts"];
    // One command: npm must see all tarballs at once to find them for one another.
    await runOrThrow("npm", ["install", ...flags, ...specs], folder);
    return;
  }
  writeManifest(folder, { ...manifest, dependencies: { ...others, ...ours } });
  // Without hoisting a package finds only what it declares.
  writeFileSync(
    join(folder, "pnpm-workspace.yaml"),
    `hoist: false\noverrides: ${JSON.stringify(ours)}\n`,
  );
  await runOrThrow("npx", ["-y", "pnpm@12", "install", "--ignore-scripts"], folder);
}

/** The oldest and the newest compiler that is promised, one a project. */
const compilers = {
  npm: { typescript: "6.0.3", "@types/node": "20.19.43" },
  pnpm: { typescript: "5.9.3", "@types/node": "20.19.43" },
} as const;

/** A package's peers and their types, in the versions that the package itself is tested with. */
function peers({
  peerDependencies = {},
  devDependencies = {},
}: Tarball["source"]): Record<string, string> {
  const names = Object.keys(peerDependencies);
  const types = names.map((name) => `@types/${name}`).filter((name) => name in devDependencies);
  return Object.fromEntries(
    [...names, ...types].map((name) => [
      name,
      devDependencies[name] ?? peerDependencies[name] ?? "*",
    ]),
  );
}

function writeManifest(folder: string, manifest: object): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
}

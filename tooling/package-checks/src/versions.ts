import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PublicPackage } from "./workspace.ts";

/** Checks that packages are released one by one, and that each has a changeset or a changelog. */
export function checkVersions(root: string, packages: PublicPackage[]): string {
  const folder = join(root, ".changeset");
  const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8")) as {
    fixed: unknown[];
    linked: unknown[];
  };
  const changesets = readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .map((file) => readFileSync(join(folder, file), "utf8"));
  const problems = [
    ...(["fixed", "linked"] as const)
      .filter((key) => config[key].length > 0)
      .map((key) => `.changeset/config.json: expected no \`${key}\` groups`),
    ...packages
      .filter(({ path }) => !existsSync(join(path, "CHANGELOG.md")))
      .filter(({ manifest }) => !changesets.some((text) => text.includes(`"${manifest.name}"`)))
      .map(({ manifest }) => `${manifest.name} has neither a changeset nor a CHANGELOG.md`),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return packages.map(({ folder, manifest }) => `${folder} ${manifest.version}`).join(", ");
}

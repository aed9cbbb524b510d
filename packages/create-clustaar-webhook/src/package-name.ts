import { basename } from "node:path";
import validate from "validate-npm-package-name";
import { UsageError } from "./failures.ts";

/**
 * The name of the project in a folder, as npm takes it: `My Bot` becomes `my-bot`. A name that something else has already (a
 * module of Node.js, a package that the project depends on) gets `-bot` behind it.
 *
 * @throws UsageError where nothing of the folder's name can stand in a package's.
 */
export function packageNameOf(folder: string, dependencies: readonly string[]): string {
  const name = basename(folder)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9._~-]+/g, "-")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
  for (const candidate of [name, `${name}-bot`]) {
    const isFree = !dependencies.includes(candidate);
    if (name !== "" && isFree && validate(candidate).validForNewPackages) return candidate;
  }
  throw new UsageError(
    `no package name can be made of the folder's name "${basename(folder)}"; use letters, digits and dashes, at most 200`,
  );
}

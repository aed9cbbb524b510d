import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../failures.ts";

/** Where a webhook usually stands, the likely places first. */
const usual = ["webhook", "src/webhook", "bot", "src/bot", "index", "src/index"].flatMap((name) =>
  [".ts", ".mts", ".js", ".mjs", ".cjs"].map((ending) => name + ending),
);

/**
 * The file that exports the endpoint: the one that is named, or the first of the usual ones.
 *
 * @throws UsageError when there is none, naming what was looked for.
 */
export function findFile(cwd: string, given: string | undefined): string {
  if (given !== undefined) {
    const path = resolve(cwd, given);
    if (!existsSync(path)) throw new UsageError(`${given}: there is no such file`);
    if (statSync(path).isDirectory()) return findFile(path, undefined);
    return path;
  }
  const found = usual.map((name) => resolve(cwd, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new UsageError(
    `no webhook was found in ${cwd}: looked for ${usual.slice(0, 10).join(", ")} ...; name the file that exports it`,
  );
}

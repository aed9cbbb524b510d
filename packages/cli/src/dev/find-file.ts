import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../failures.ts";

/** Where something usually stands. */
export interface UsualPlaces {
  /** What is looked for, for messages. */
  readonly what: string;
  /** Files, the likely ones first. */
  readonly usual: readonly string[];
}

/** Places by the names of their files, without endings. */
export function usualPlaces(what: string, names: readonly string[]): UsualPlaces {
  const endings = [".ts", ".mts", ".js", ".mjs", ".cjs"];
  return { what, usual: names.flatMap((name) => endings.map((ending) => name + ending)) };
}

const webhookPlaces = usualPlaces("webhook", [
  "webhook",
  "src/webhook",
  "bot",
  "src/bot",
  "index",
  "src/index",
]);

/**
 * The file that is meant: the one that is named, or the first of the usual ones.
 *
 * @throws UsageError when there is none, naming what was looked for.
 */
export function findFile(
  cwd: string,
  given: string | undefined,
  places: UsualPlaces = webhookPlaces,
): string {
  if (given !== undefined) {
    const path = resolve(cwd, given);
    if (!existsSync(path)) throw new UsageError(`${given}: there is no such file`);
    if (statSync(path).isDirectory()) return findFile(path, undefined, places);
    return path;
  }
  const found = usualFile(cwd, places);
  if (found !== undefined) return found;
  const { what, usual } = places;
  throw new UsageError(
    `no ${what} was found in ${cwd}: looked for ${usual.slice(0, 10).join(", ")} ...; name the file that exports it`,
  );
}

/** The first of the usual files that there is. */
export function usualFile(cwd: string, { usual }: UsualPlaces): string | undefined {
  return usual.map((name) => resolve(cwd, name)).find((path) => existsSync(path));
}

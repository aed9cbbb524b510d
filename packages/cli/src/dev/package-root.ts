import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this package, from wherever this file was bundled to. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

/** Whether this runs from the TypeScript sources, as tests and the demo do. */
export const runsFromSource: boolean = import.meta.url.endsWith(".ts");

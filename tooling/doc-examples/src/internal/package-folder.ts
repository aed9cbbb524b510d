import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with the package.json that is nearest above a module. */
export function packageFolderOf(moduleUrl: string): string {
  let folder = dirname(fileURLToPath(moduleUrl));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`Expected a package.json above ${moduleUrl}.`);
    folder = parent;
  }
  return folder;
}

/** The sources that a package's `exports` name under the source condition, as absolute paths. */
export function sourceEntries(folder: string): string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "@clustaar/source" && typeof inner === "string") found.push(join(folder, inner));
      else visit(inner);
    }
  };
  visit((manifest as { exports?: unknown }).exports);
  return found;
}

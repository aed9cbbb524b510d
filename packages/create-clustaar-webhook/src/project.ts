import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { RefusedError } from "./failures.ts";
import { type HostName, hosts } from "./hosts.ts";
import { ownRange } from "./own-versions.ts";
import type { PackageManager } from "./package-manager.ts";
import { packageNameOf } from "./package-name.ts";
import { packageRoot } from "./package-root.ts";

interface TemplateManifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A project that could be written. */
export interface Project {
  readonly name: string;
  /** Its files by their paths, with forward slashes. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The project for a host and a package manager: what all have in common, and the host's own files on top.
 *
 * @throws UsageError where the folder's name makes no package name.
 */
export function planProject(folder: string, hostName: HostName, manager: PackageManager): Project {
  const templates = join(packageRoot(), "templates");
  const files = new Map([
    ...readFolder(join(templates, "shared")),
    ...readFolder(join(templates, hostName)),
  ]);
  const manifest = mergeManifests(
    manifestOf(join(templates, "shared")),
    manifestOf(join(templates, hostName)),
  );
  files.delete("manifest.json");
  if (manager !== "pnpm") files.delete("pnpm-workspace.yaml");
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  const name = packageNameOf(folder, names);
  files.set("package.json", `${JSON.stringify({ name, ...manifest }, null, 2)}\n`);
  files.set("README.md", filledIn(files.get("README.md") ?? "", { name, ...hosts[hostName] }));
  // npm leaves a .gitignore out of what it publishes.
  files.set(".gitignore", files.get("_gitignore") ?? "");
  files.delete("_gitignore");
  return { name, files };
}

/**
 * Checks that a folder is not there, or holds nothing but a repository of Git.
 *
 * @throws RefusedError.
 */
export function checkEmpty(folder: string, shown: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new RefusedError(`${shown} is a file`);
  const [first] = readdirSync(folder).filter((name) => name !== ".git");
  if (first === undefined) return;
  throw new RefusedError(
    `${shown} is not empty: it holds ${first}; choose a folder that is new or empty`,
  );
}

/** Writes a project's files below a folder; none that is there is overwritten. */
export function writeProject(folder: string, { files }: Project): void {
  for (const [path, text] of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, { flag: "wx" });
  }
}

function readFolder(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")];
    });
}

function manifestOf(folder: string): TemplateManifest {
  return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as TemplateManifest;
}

function mergeManifests(shared: TemplateManifest, own: TemplateManifest) {
  return {
    ...shared,
    scripts: { ...shared.scripts, ...own.scripts },
    dependencies: ranges({ ...shared.dependencies, ...own.dependencies }),
    devDependencies: ranges({ ...shared.devDependencies, ...own.devDependencies }),
  };
}

/** Dependencies as package managers write them: by name, ours in their versions. */
function ranges(dependencies: Readonly<Record<string, string>>): Record<string, string> {
  const sorted = Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, range]) => [name, range.startsWith("workspace:") ? ownRange(name) : range]),
  );
}

function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the template's README asks for {{${name}}}`);
    return value;
  });
}

import { type FSWatcher, watch } from "node:fs";
import { sep } from "node:path";

/** Folders that hold no sources of the webhook. */
const ignored: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  "dist",
  "coverage",
  ".turbo",
  ".next",
]);
const sources = /\.(?:[cm]?[jt]sx?|json|env)$|^\.env/;
/** Editors write a file in several steps. */
const QUIET = 80;

/** Calls back when sources below a folder change, once a burst with all of them; gives what ends it. */
export function watchSources(
  folder: string,
  onChange: (files: ReadonlySet<string>) => void,
): () => void {
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { recursive: true }, (_event, name) => {
      if (name === null || !isSource(name)) return;
      clearTimeout(timer);
      changed.add(name);
      timer = setTimeout(() => {
        const files = changed;
        changed = new Set();
        onChange(files);
      }, QUIET);
    });
    // A folder that goes away ends the watching, not the command.
    watcher.on("error", () => watcher?.close());
  } catch {
    // Some file systems cannot be watched: the command works, and is restarted by hand.
  }
  return () => {
    clearTimeout(timer);
    watcher?.close();
  };
}

function isSource(name: string): boolean {
  const parts = name.split(sep);
  return sources.test(parts.at(-1) ?? "") && !parts.some((part) => ignored.has(part));
}

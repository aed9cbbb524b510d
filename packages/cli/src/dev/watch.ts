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

/** Calls back when a source below a folder changes, once a burst; gives what ends it. */
export function watchSources(folder: string, onChange: (file: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { recursive: true }, (_event, name) => {
      if (name === null || !isSource(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => onChange(name), QUIET);
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

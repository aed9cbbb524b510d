import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Folders that this process has open. */
const own = new Set<string>();

/**
 * Makes this process the one owner of a folder; gives a function that ends that. The lock of a process that is gone does not count.
 *
 * @throws Error that names the owner.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "owner");
  if (own.has(file)) throw owned(folder, "this process, through another host");
  const line = `${process.pid} ${hostname()}\n`;
  for (let tried = 1; ; tried++) {
    try {
      writeFileSync(file, line, { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const owner = livingOwner(file);
      if (owner !== undefined || tried === 3) throw owned(folder, owner ?? "another process");
      rmSync(file, { force: true });
    }
  }
  own.add(file);
  const release = () => {
    if (!own.delete(file)) return;
    process.off("exit", release);
    if (readOwner(file) === line) rmSync(file, { force: true });
  };
  process.on("exit", release);
  return release;
}

function readOwner(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The owner in words, where it still runs, or runs on another machine, which cannot be known from here. */
function livingOwner(file: string): string | undefined {
  const [pid = "", machine = ""] = readOwner(file)?.trim().split(" ") ?? [];
  if (!/^\d+$/.test(pid)) return undefined;
  if (machine !== hostname()) return `process ${pid} on ${machine}`;
  // The number of this process, left by an earlier one that had it.
  if (Number(pid) === process.pid) return undefined;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined;
  }
  return `process ${pid}`;
}

function owned(folder: string, owner: string): Error {
  return new Error(
    `db: the folder ${folder} is open in ${owner}; an embedded database has one owner: stop that, or set DATABASE_URL to a PostgreSQL`,
  );
}

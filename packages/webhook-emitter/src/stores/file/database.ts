import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { promisify } from "node:util";
import { EmitterError } from "../../errors.ts";
import { loadSqlite, type SqliteDatabase } from "./driver.ts";
import { migrate } from "./schema.ts";

/** An open file that no other process can open meanwhile. */
export interface OwnedDatabase {
  readonly db: SqliteDatabase;
  /** Resolves once everything that was committed before the call is on disk. */
  sync(): Promise<void>;
  /** Closes it and frees the lock. */
  close(): void;
}

/** What only a test sets. */
export interface FileLimits {
  /** Pages of 4 KiB past which the disk counts as full. */
  readonly maxPages?: number;
  /** In place of the system's own. */
  readonly sync?: (file: number) => Promise<void>;
}

const onDisk = promisify(fdatasync);

/**
 * Opens a file for this process alone. A commit writes the log, and `sync` brings the log to the disk: together they are what
 * `synchronous = FULL` does, but the event loop does not stand still meanwhile.
 *
 * The lock is SQLite's own, held by the operating system: it ends with the process, however that ends. A small file beside it
 * names the owner, for the message that a second process gets.
 *
 * @throws EmitterError `store_locked` when another process has it open; `store_invalid` when it is another kind of file, or of a
 *   newer version; `store_unavailable` when it cannot be opened or written.
 */
export async function openDatabase(
  path: string,
  { maxPages, sync = onDisk }: FileLimits = {},
): Promise<OwnedDatabase> {
  const openSqlite = await loadSqlite();
  const ownerFile = `${path}-owner`;
  let db: SqliteDatabase | undefined;
  let log: number;
  let owns = false;
  refuseWithoutLog(path, ownerFile);
  try {
    db = openSqlite(path);
    // Before anything is read: the lock is taken with the first access, and kept.
    db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL");
    db.exec("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
    db.exec("PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864");
    // Takes the lock for writing, which fails here on a file that can only be read.
    db.exec("BEGIN EXCLUSIVE; COMMIT");
    migrate(db, path);
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
    owns = true;
    writeFileSync(ownerFile, `${process.pid} ${hostname()}\n`);
    // The log stays the same file until the database is closed. Never open the database itself a second time: closing that would
    // free the lock.
    log = openSync(`${path}-wal`, "r+");
  } catch (error) {
    // Before the log, which closing takes away: an owner's name without a log means that it was deleted.
    if (owns) rmSync(ownerFile, { force: true });
    closeQuietly(db);
    throw fileError(error, path);
  }
  const owned = db;
  return {
    db: owned,
    async sync() {
      await sync(log).catch((error: unknown) => {
        const { message } = error as Error;
        throw new EmitterError(
          "store_unavailable",
          `the store file:${path} could not be brought to the disk (${message}); what was accepted last may be missing, so nothing more is accepted: look at the disk, then start the process again`,
          { cause: error },
        );
      });
      if (fstatSync(log).nlink > 0) return;
      // What stands in a log that has no name any more would be gone with this process.
      owned.exec("PRAGMA wal_checkpoint(FULL)");
      // The file is whole without a log, and must not be refused for the lack of one.
      rmSync(ownerFile, { force: true });
      throw new EmitterError(
        "store_unavailable",
        `the log of the store file:${path} (${path}-wal) was deleted; what had been accepted was saved from it, and nothing more is accepted: start the process again, and leave that file alone`,
      );
    },
    close() {
      closeSync(log);
      rmSync(ownerFile, { force: true });
      try {
        // A driver may keep the file open until its statements are collected: the lock is given back before.
        owned.exec("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL");
        owned.exec("SELECT count(*) FROM sqlite_master");
      } catch {
        // What is committed stands in the write-ahead log, and the lock ends with the process at the latest.
      } finally {
        owned.close();
      }
    },
  };
}

/**
 * An owner that closed the file took its name away, and one that was killed has left the log beside it.
 *
 * @throws EmitterError `store_invalid` when there is the name, and no log.
 */
function refuseWithoutLog(path: string, ownerFile: string): void {
  if (!existsSync(ownerFile) || !existsSync(path) || existsSync(`${path}-wal`)) return;
  throw new EmitterError(
    "store_invalid",
    `the log of the store file:${path} (${path}-wal) is missing, though the process that had it was killed: what was accepted last stands there; put it back, or delete ${ownerFile} to go on without it`,
  );
}

/** Says what an error of SQLite means for the user of the store. */
export function fileError(error: unknown, path: string): EmitterError {
  if (error instanceof EmitterError) return error;
  const { errcode, code, message } = error as {
    errcode?: number;
    code?: string;
    message?: string;
  };
  const refuse = (kind: "store_locked" | "store_invalid" | "store_unavailable", text: string) =>
    new EmitterError(kind, `the store file:${path} ${text}`, { cause: error });
  switch ((errcode ?? 0) & 0xff) {
    case 5:
    case 6:
      return refuse(
        "store_locked",
        `is in use by ${ownerOf(path)}; expected one process for each file: stop the other one, choose another file, or share a queue with postgres:`,
      );
    case 26:
    case 11:
      return refuse(
        "store_invalid",
        `is not a database, or it is damaged (${message}); choose another path, or bring a copy back`,
      );
    case 13:
      return refuse(
        "store_unavailable",
        "cannot be written: the disk is full; nothing that was accepted is lost; make room and try again",
      );
    case 8:
      return refuse(
        "store_unavailable",
        "cannot be written: the file or its folder is read-only; give this user the right to write both",
      );
    case 14:
      return refuse(
        "store_unavailable",
        "cannot be opened: its folder has to exist, and this user has to be allowed to write there",
      );
    default:
      return refuse(
        "store_unavailable",
        `failed: ${message ?? String(error)} (${code ?? "error"})`,
      );
  }
}

function ownerOf(path: string): string {
  try {
    const [pid, host] = readFileSync(`${path}-owner`, "utf8").trim().split(" ");
    if (pid) return `the process ${pid}${host && host !== hostname() ? ` on ${host}` : ""}`;
  } catch {
    // Between its lock and its name, or another program: the lock is what counts.
  }
  return "another process";
}

function closeQuietly(db: SqliteDatabase | undefined): void {
  try {
    db?.close();
  } catch {
    // What failed before is what has to be told.
  }
}

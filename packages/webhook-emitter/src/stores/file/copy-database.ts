import { constants, existsSync, rmSync } from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { EmitterError } from "../../errors.ts";

/** A copy is begun again at most so often when the log was restarted meanwhile. */
const TRIES = 10;

/**
 * Copies a database that another process may be writing, without taking its lock.
 *
 * The file is copied before the log. Its pages may be old ones and new ones then, but each page that was written meanwhile is in the
 * log too, as long as the log was not restarted; its header would tell. So file and log together are the database at one moment.
 *
 * @throws EmitterError `store_unavailable` when the log was restarted each time.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    rmSync(`${to}-wal`, { force: true });
    const before = await headerOf(`${from}-wal`);
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    if (existsSync(`${from}-wal`)) {
      await copyFile(`${from}-wal`, `${to}-wal`, constants.COPYFILE_FICLONE).catch(unlessGone);
    }
    if ((await headerOf(`${from}-wal`)) === before) return;
  }
  throw new EmitterError(
    "store_unavailable",
    `the store file:${from} is written so fast that no copy of it is whole; try again`,
  );
}

/** The beginning of the log, which holds numbers that are new whenever it is restarted; empty: there is none. */
async function headerOf(path: string): Promise<string> {
  const file = await open(path).catch(unlessGone);
  if (!file) return "";
  try {
    const { buffer, bytesRead } = await file.read({ buffer: new Uint8Array(32), position: 0 });
    return buffer.subarray(0, bytesRead).join();
  } finally {
    await file.close();
  }
}

function unlessGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

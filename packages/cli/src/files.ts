import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "./failures.ts";
import type { Io } from "./io.ts";

/** Reads a file, or standard input for `-`, as bytes. */
export async function readInput(io: Io, file: string): Promise<Buffer> {
  if (file === "-") return readStdin(io);
  try {
    return await readFile(resolve(io.cwd, file));
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}

async function readStdin({ stdin }: Io): Promise<Buffer> {
  if (stdin.isTTY) {
    throw new UsageError("standard input is a terminal: pipe the text in, or name a file");
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "this is a folder, not a file";
  if (code === "EACCES") return "this file may not be read";
  return message;
}

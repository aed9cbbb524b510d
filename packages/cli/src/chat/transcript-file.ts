import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../failures.ts";
import type { Io } from "../io.ts";

/** A transcript on disk that is whole at any time. */
export class TranscriptFile {
  readonly #path: string;
  readonly #name: string;

  /**
   * @throws UsageError when the file is there already and `force` is not given.
   */
  constructor(io: Io, name: string, force: boolean) {
    this.#name = name;
    this.#path = resolve(io.cwd, name);
    if (!force && existsSync(this.#path)) {
      throw new UsageError(`${name}: this file is there already; --force replaces it`);
    }
  }

  /**
   * Replaces what the file holds; a reader finds either the old file or the new one.
   *
   * @throws UsageError when it cannot be written.
   */
  write(text: string): void {
    const beside = `${this.#path}.${process.pid}.tmp`;
    try {
      writeFileSync(beside, text);
      renameSync(beside, this.#path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw new UsageError(`${this.#name}: it cannot be written: ${(error as Error).message}`);
    }
  }
}

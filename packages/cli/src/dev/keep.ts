import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConversationState } from "@clustaar/testing";

/** What is left when `clustaar dev` ends, so that the page and its conversation go on when it is started again. */
export interface Kept {
  readonly version: 1;
  /** When it was written, in epoch milliseconds. */
  readonly at: number;
  /** The token of the page's address: a page that is still open finds the server again. */
  readonly token: string;
  readonly state: ConversationState;
}

/** A conversation that is older begins again, in milliseconds. */
const OLDEST = 3_600_000;
/** How long a change may wait, in milliseconds. */
const SOON = 1000;

/** Where the conversation with one webhook is kept: in the project's `node_modules/.cache`, which nobody commits. */
export class Keeper {
  readonly #folder: string;
  readonly #file: string;
  readonly #isPossible: boolean;
  #timer: NodeJS.Timeout | undefined;

  /** @param target - the file or the address of the webhook. */
  constructor(cwd: string, target: string) {
    const name = createHash("sha256").update(target).digest("hex").slice(0, 16);
    this.#isPossible = existsSync(join(cwd, "node_modules"));
    this.#folder = join(cwd, "node_modules/.cache/clustaar");
    this.#file = join(this.#folder, `dev-${name}.json`);
  }

  /** What was kept less than an hour ago. */
  read(): Kept | undefined {
    try {
      const kept = JSON.parse(readFileSync(this.#file, "utf8")) as Partial<Kept>;
      const { version, at = 0, token, state } = kept;
      const isFresh = version === 1 && Date.now() - at < OLDEST;
      if (!isFresh || !/^[0-9a-f]{32}$/.test(token ?? "") || state === undefined) return undefined;
      return kept as Kept;
    } catch {
      // Nothing was kept, or it cannot be read: the conversation begins again.
      return undefined;
    }
  }

  /** Writes it within a second: a process that is killed loses no more. */
  later(token: string, state: () => ConversationState): void {
    if (!this.#isPossible || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.write(token, state());
    }, SOON);
    this.#timer.unref();
  }

  /** Keeps a conversation, readable for this user only; an empty one is forgotten. */
  write(token: string, state: ConversationState): void {
    if (!this.#isPossible) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      if (state.turns.length === 0) {
        rmSync(this.#file, { force: true });
        return;
      }
      mkdirSync(this.#folder, { recursive: true });
      const kept: Kept = { version: 1, at: Date.now(), token, state };
      writeFileSync(this.#file, JSON.stringify(kept), { mode: 0o600 });
    } catch {
      // A folder that cannot be written to costs the conversation, not the command.
    }
  }
}

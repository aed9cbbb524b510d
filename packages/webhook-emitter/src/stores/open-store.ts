import { EmitterError } from "../errors.ts";
import { FileEmitterStore } from "./file/file-store.ts";
import { memoryEmitterStore } from "./memory/memory-store.ts";
import { PostgresEmitterStore } from "./postgres/postgres-store.ts";
import type { EmitterStore } from "./store.ts";

/** What each scheme opens; the driver is loaded by `open` of the store, not before. */
const schemes: Record<string, (url: string) => EmitterStore> = {
  "memory:": (url) => {
    if (url !== "memory:") throw refuse('expected "memory:" and nothing after it');
    return memoryEmitterStore();
  },
  "file:": (url) => new FileEmitterStore(pathOf(url)),
  "postgres:": (url) => new PostgresEmitterStore(url),
  "postgresql:": (url) => new PostgresEmitterStore(url),
};

/**
 * Makes the store that an address names; `open` of the store opens it.
 *
 * - `memory:` keeps everything in the process, and loses it with the process.
 * - `file:hooks.db` keeps everything in one SQLite file, which one process owns.
 * - `postgres://user:password@host:5432/database` keeps everything in PostgreSQL, which any number of processes share. Add
 *   `?schema=NAME` for a schema other than `clustaar_webhooks`, and `connections=N` for more or fewer than 8 of them.
 *
 * @throws EmitterError `config_invalid` when the address names no store; it is not repeated in the message, as it may hold a
 *   password.
 *
 * @example
 * ```ts
 * import { openStore } from "@clustaar/webhook-emitter";
 *
 * console.log(openStore("memory:").kind, openStore("file:hooks.db").kind); // "memory", "file"
 * ```
 */
export function openStore(url: string): EmitterStore {
  if (typeof url !== "string" || url.trim() === "") {
    throw refuse(
      `expected ${known()}, got ${typeof url === "string" ? "an empty text" : typeof url}; there is no default: choose where deliveries are kept`,
    );
  }
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme === undefined) {
    throw refuse(
      `expected ${known()}, got a text without a scheme; write "file:" before the path of a file`,
    );
  }
  const open = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (!open) throw refuse(`expected ${known()}, got an address that begins with "${scheme}"`);
  return open(url);
}

function known(): string {
  return '"memory:", "file:PATH" or "postgres://..."';
}

function refuse(text: string): EmitterError {
  return new EmitterError("config_invalid", `openStore: ${text}`);
}

/** `file:hooks.db` and `file:/var/lib/hooks.db` are paths as they stand; `file:///var/lib/hooks.db` is a URL. */
function pathOf(url: string): string {
  const rest = url.slice("file:".length);
  if (rest === "") throw refuse('expected a path after "file:", such as "file:hooks.db"');
  if (!rest.startsWith("//")) return rest;
  const { host, pathname } = new URL(url);
  if (host !== "" && host !== "localhost") {
    throw refuse('expected a file of this machine; write "file:/absolute/path" or "file:relative"');
  }
  return decodeURIComponent(pathname);
}

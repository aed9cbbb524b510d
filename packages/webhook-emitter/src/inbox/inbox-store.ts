import { EmitterError } from "../errors.ts";
import { makeStore } from "../stores/make-store.ts";
import type { EmitterStore } from "../stores/store.ts";

/** A store, and how to let another inbox have it. */
export interface StoreOfInbox {
  readonly store: EmitterStore;
  free(): void;
}

/** The schema of an inbox on PostgreSQL that names none. */
const SCHEMA = "clustaar_inbox";
/** Addresses and stores that inboxes of this process work on. */
const taken = new Set<unknown>();

/**
 * Makes the store of one inbox. A file is locked by itself; a database would let two inboxes handle each other's requests.
 *
 * @throws EmitterError `config_invalid` when it names no store, or the one of another inbox of this process.
 */
export function inboxStore(given: string | EmitterStore): StoreOfInbox {
  const address = typeof given === "string" ? withSchema(given) : given;
  const store = makeStore("inbox", address);
  if (store.kind === "memory" && typeof given === "string") return { store, free() {} };
  if (taken.has(address)) {
    throw new EmitterError(
      "config_invalid",
      "inbox: store: expected a store of its own, got the one of another inbox in this process; give each another file, or another ?schema= of the database",
    );
  }
  taken.add(address);
  return { store, free: () => void taken.delete(address) };
}

function withSchema(address: string): string {
  if (!/^postgres(?:ql)?:/i.test(address)) return address;
  try {
    const url = new URL(address);
    if (!url.searchParams.has("schema")) url.searchParams.set("schema", SCHEMA);
    return url.href;
  } catch {
    // What cannot be read is told of where it is opened.
    return address;
  }
}

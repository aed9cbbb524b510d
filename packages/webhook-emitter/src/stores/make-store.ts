import { EmitterError } from "../errors.ts";
import { FileCopy } from "./file/file-copy.ts";
import { FileEmitterStore } from "./file/file-store.ts";
import { openStore } from "./open-store.ts";
import type { EmitterStore } from "./store.ts";

/**
 * Makes the store that an emitter or an inbox was given: an address, or a store of the caller's own.
 *
 * @param what - who was given it, for the message.
 * @throws EmitterError `config_invalid` when it is neither.
 */
export function makeStore(what: string, store: unknown): EmitterStore {
  if (typeof store !== "object" || store === null) return openStore(store as string);
  if (typeof (store as { claim?: unknown }).claim === "function") return store as EmitterStore;
  throw new EmitterError(
    "config_invalid",
    `${what}: store: expected an address or a store of your own, got an object without the methods of a store`,
  );
}

/** The same store, for looking at what is in it: a file is not taken from the process that has it. */
export function forLooking(store: EmitterStore): EmitterStore {
  return store instanceof FileEmitterStore ? new FileCopy(store.path) : store;
}

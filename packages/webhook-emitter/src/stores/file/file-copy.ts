import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmitterError } from "../../errors.ts";
import type { DeliveryFilter } from "../records.ts";
import type { EmitterStore, StoreHost } from "../store.ts";
import { copyDatabase } from "./copy-database.ts";
import { FileEmitterStore } from "./file-store.ts";

/** A copy takes at most about this share of the time. */
const REST = 4;

/**
 * Looks at a store's file while another process owns it: it reads a copy, which is made again once the file has changed, and changes
 * nothing. It neither takes the lock nor migrates the file, nor makes one where there is none.
 */
export class FileCopy implements EmitterStore {
  readonly kind = "file";
  readonly claims = "process";
  readonly #path: string;
  #host: StoreHost | undefined;
  #copy: { store: FileEmitterStore; folder: string; state: string; staysUntil: number } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async open(host: StoreHost): Promise<void> {
    this.#host = host;
    await this.#fresh();
  }

  async close(): Promise<void> {
    const copy = this.#copy;
    this.#copy = undefined;
    await copy?.store.close();
    if (copy) remove(copy.folder);
  }

  async message(id: string) {
    return (await this.#fresh()).message(id);
  }

  async delivery(id: string) {
    return (await this.#fresh()).delivery(id);
  }

  async list(filter: DeliveryFilter, page: { limit: number; cursor?: string }) {
    return (await this.#fresh()).list(filter, page);
  }

  async webhook(id: string) {
    return (await this.#fresh()).webhook(id);
  }

  async webhooks() {
    return (await this.#fresh()).webhooks();
  }

  async states() {
    return (await this.#fresh()).states();
  }

  async revision() {
    await this.#fresh();
    return this.#copy?.state ?? "";
  }

  async stats() {
    return (await this.#fresh()).stats();
  }

  publish = (): Promise<never> => this.#refuse();
  claim = (): Promise<never> => this.#refuse();
  renew = (): Promise<never> => this.#refuse();
  settle = (): Promise<never> => this.#refuse();
  release = (): Promise<never> => this.#refuse();
  redeliver = (): Promise<never> => this.#refuse();
  recover = (): Promise<never> => this.#refuse();
  cancel = (): Promise<never> => this.#refuse();
  erase = (): Promise<never> => this.#refuse();
  expire = (): Promise<never> => this.#refuse();
  putWebhook = (): Promise<never> => this.#refuse();
  deleteWebhook = (): Promise<never> => this.#refuse();
  updateState = (): Promise<never> => this.#refuse();

  async #refuse(): Promise<never> {
    throw new EmitterError(
      "store_unavailable",
      `the store file:${this.#path} is only looked at here; expected nothing but reading: change it in the process that owns it`,
    );
  }

  async #fresh(): Promise<FileEmitterStore> {
    const host = this.#host;
    if (!host) {
      throw new EmitterError("store_unavailable", `the store file:${this.#path} is not open`);
    }
    const old = this.#copy;
    const begun = Date.now();
    const state = stateOf(this.#path);
    if (old && (old.state === state || begun < old.staysUntil)) return old.store;
    const folder = mkdtempSync(join(tmpdir(), "clustaar-hooks-"));
    const path = join(folder, "hooks.db");
    const store = new FileEmitterStore(path);
    try {
      if (state !== "") await copyDatabase(this.#path, path);
      await store.open({ now: host.now, onWork() {}, onError: host.onError });
    } catch (error) {
      remove(folder);
      throw error;
    }
    // It is open, so that its names are not needed any more: whatever ends this process, no copy of the bodies stays.
    remove(folder);
    await this.close();
    const now = Date.now();
    this.#copy = { store, folder, state, staysUntil: now + (now - begun) * REST };
    return store;
  }
}

/** Differs once the file, or its log, has changed; empty: there is no file. */
function stateOf(path: string): string {
  const parts = [path, `${path}-wal`].map((one) => statSync(one, { throwIfNoEntry: false }));
  return parts[0] ? parts.map((part) => `${part?.size} ${part?.mtimeMs}`).join() : "";
}

/** Where an open file cannot be removed, it goes when it is closed. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // It is in the folder for temporary files.
  }
}

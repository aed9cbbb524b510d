import { resolve } from "node:path";
import type { Logger } from "../host/log.ts";
import type { Database, OpenDatabase, Queryable } from "./database.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openPostgres } from "./open-postgres.ts";

/** The one database of a host, opened when it is first asked; where that failed, it is tried again the next time. */
export class LazyDatabase implements Database {
  readonly #where: string;
  readonly #log: Logger;
  #opened: Promise<OpenDatabase> | undefined;
  #isClosed = false;

  /** @param where - a `postgres:` URL, or a folder. */
  constructor(where: string, log: Logger) {
    this.#where = where;
    this.#log = log;
  }

  async query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    return (await this.open()).query<Row>(sql, params);
  }

  async transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    return (await this.open()).transaction(work);
  }

  open(): Promise<OpenDatabase> {
    if (this.#isClosed) return Promise.reject(new Error("db: the host is closed"));
    this.#opened ??= this.#open().catch((error) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#opened)?.close();
  }

  #open(): Promise<OpenDatabase> {
    if (/^postgres(?:ql)?:/.test(this.#where)) {
      return openPostgres(this.#where, (message) => this.#log.warn(message));
    }
    return openEmbedded(resolve(this.#where));
  }
}

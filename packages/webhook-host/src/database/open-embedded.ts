import { join } from "node:path";
import type { PGlite, Transaction as PGliteTransaction } from "@electric-sql/pglite";
import type { OpenDatabase, Queryable, Transaction } from "./database.ts";
import { readers } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";

/** @throws Error when PGlite is not installed, or another process has the folder open. */
export async function openEmbedded(folder: string): Promise<OpenDatabase> {
  const { PGlite } = await import("@electric-sql/pglite").catch((error) => {
    throw new Error(
      "db: no PostgreSQL is named, and PGlite is not installed; run npm install @electric-sql/pglite, or set DATABASE_URL",
      { cause: error },
    );
  });
  const release = lockFolder(folder);
  try {
    const database = new PGlite(join(folder, "data"), { parsers: readers });
    await database.waitReady;
    return new EmbeddedDatabase(database, release);
  } catch (error) {
    release();
    throw error;
  }
}

class EmbeddedDatabase implements OpenDatabase {
  readonly #database: PGlite;
  readonly #release: () => void;

  constructor(database: PGlite, release: () => void) {
    this.#database = database;
    this.#release = release;
  }

  async query<Row extends object>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#database.query<Row>(sql, [...params])).rows;
  }

  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    return this.#database.transaction((transaction) => work(transactionOf(transaction)));
  }

  /** There is one process, and one transaction at a time. */
  locked<T>(_name: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#database.transaction((transaction) => work(transactionOf(transaction)));
  }

  async close(): Promise<void> {
    try {
      await this.#database.close();
    } finally {
      this.#release();
    }
  }
}

function transactionOf(transaction: PGliteTransaction): Transaction {
  return {
    async query<Row extends object>(sql: string, params: readonly unknown[] = []) {
      return (await transaction.query<Row>(sql, [...params])).rows;
    },
    async run(script) {
      await transaction.exec(script);
    },
  };
}

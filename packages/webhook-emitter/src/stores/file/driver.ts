import { EmitterError } from "../../errors.ts";

/** What SQLite takes and gives: whole numbers below 2^53, texts and bytes. */
export type SqliteValue = number | string | Uint8Array | null;

/** One row of an answer, by the name of the column. */
export type SqliteRow = Record<string, SqliteValue>;

/** A statement that was prepared once; the part of `StatementSync` of `node:sqlite` that is used here. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  get(...values: SqliteValue[]): SqliteRow | undefined;
  all(...values: SqliteValue[]): SqliteRow[];
}

/** An open file; the part of `DatabaseSync` of `node:sqlite` that is used here. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

/** Opens a file. */
export type OpenSqlite = (path: string) => SqliteDatabase;

/**
 * Loads SQLite: the one that comes with Node where there is one, `@photostructure/sqlite` elsewhere.
 *
 * @throws EmitterError `config_invalid` when neither is there; the message says what to install.
 */
export async function loadSqlite(): Promise<OpenSqlite> {
  const builtIn = process.getBuiltinModule?.("node:sqlite") as
    | { DatabaseSync: new (path: string) => SqliteDatabase }
    | undefined;
  if (builtIn) return (path) => new builtIn.DatabaseSync(path);
  try {
    const { DatabaseSync } = await import("@photostructure/sqlite");
    return (path) => new DatabaseSync(path) as unknown as SqliteDatabase;
  } catch (cause) {
    throw new EmitterError(
      "config_invalid",
      `the store file: needs SQLite, which Node ${process.version} does not bring; expected Node 22.13 or newer, or the package @photostructure/sqlite: run "npm install @photostructure/sqlite"`,
      { cause },
    );
  }
}

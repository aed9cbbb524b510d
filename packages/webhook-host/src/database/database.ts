/** One row of a result, by the name of the column. */
export type DatabaseRow = Record<string, unknown>;

/** What runs SQL: the database, or one transaction of it. */
export interface Queryable {
  /**
   * Runs one statement and gives its rows.
   *
   * @param sql - PostgreSQL's; values stand in it as `$1`, `$2`, never as text.
   */
  query<Row extends object = DatabaseRow>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** The database of a host: PostgreSQL, or an embedded one with the same SQL. It is opened at the first statement. */
export interface Database extends Queryable {
  /** Runs statements that count together or not at all; inside, use the argument, not the database itself. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
}

/** An open database, as its two kinds implement it. */
export interface OpenDatabase extends Database {
  /** Runs `work` while no other process runs work under this name. */
  locked<T>(name: string, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A transaction that also runs scripts. */
export interface Transaction extends Queryable {
  /** Runs statements without values, as many as there are. */
  run(script: string): Promise<void>;
}

/** Whole numbers of 8 bytes as numbers, where they fit, and days as text: both kinds of database give the same. */
export const readers = {
  20: (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  1082: (text: string) => text,
} as const;

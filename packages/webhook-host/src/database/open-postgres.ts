import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { OpenDatabase, Queryable, Transaction } from "./database.ts";
import { readers } from "./database.ts";

/** Milliseconds to wait for a connection. */
const CONNECT = 10_000;

/** @throws Error when `pg` is not installed. Connects at the first statement. */
export async function openPostgres(
  url: string,
  warn: (message: string) => void,
): Promise<OpenDatabase> {
  const { default: pg } = await import("pg").catch((error) => {
    throw new Error(
      "db: DATABASE_URL names a PostgreSQL, but pg is not installed; run npm install pg",
      {
        cause: error,
      },
    );
  });
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid in readers ? readers[oid as keyof typeof readers] : pg.types.getTypeParser(oid, format),
    } as never,
  });
  // A connection that breaks while nobody uses it; the next statement opens another.
  pool.on("error", (error) => warn(`db: a connection was lost: ${error.message}`));
  return new PostgresDatabase(pool);
}

class PostgresDatabase implements OpenDatabase {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async query<Row extends object>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query(sql, [...params])).rows;
  }

  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
    return this.#inTransaction((client) => work(transactionOf(client)));
  }

  locked<T>(name: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#inTransaction(async (client) => {
      const key = createHash("sha256").update(name).digest().readBigInt64BE();
      await client.query("SELECT pg_advisory_xact_lock($1)", [key.toString()]);
      return work(transactionOf(client));
    });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    // A connection that breaks between two statements tells it here.
    const onError = (error: Error) => {
      broken = error;
    };
    client.on("error", onError);
    try {
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(onError);
      throw error;
    } finally {
      client.off("error", onError);
      client.release(broken);
    }
  }
}

function transactionOf(client: PoolClient): Transaction {
  return {
    async query(sql, params = []) {
      return (await client.query(sql, [...params])).rows;
    },
    async run(script) {
      await client.query(script);
    },
  };
}

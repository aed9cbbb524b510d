import {
  type OpenFunction,
  startOwnPostgres,
  whyAbsent,
  whyNoPostgres,
} from "@clustaar/store-suite";
import { Pool } from "pg";
import { postgresStore } from "./index.ts";

const url = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/test";

/** The table of a space of the tests. */
export function tableOf(space: string): string {
  return `clustaar_store_test_${space}`;
}

/** The server that tests use, and how they start one of their own. */
export const postgres = {
  url,
  absent: await whyAbsent("PostgreSQL", url),
  startServer: startOwnPostgres,
  noPrograms: whyNoPostgres(),
  /** Makes all rows of a space older. */
  age: (space: string, seconds: number) =>
    query(
      `UPDATE ${tableOf(space)} SET held_until = held_until - $1 * interval '1 second',
         kept_until = kept_until - $1 * interval '1 second', expires = expires - $1 * interval '1 second'`,
      [seconds],
    ),
  drop: (space: string) => query(`DROP TABLE IF EXISTS ${tableOf(space)}`),
};

/** A pool that survives its server. */
export function openPool(connectionString = url): Pool {
  const pool = new Pool({ connectionString, max: 4 });
  pool.on("error", () => {});
  return pool;
}

/** A store, for the suite and its processes. */
export const open: OpenFunction = async (address, space) => {
  const pool = openPool(address);
  return { store: postgresStore(pool, { table: tableOf(space) }), close: () => pool.end() };
};

async function query(text: string, values: unknown[] = []): Promise<void> {
  const pool = openPool();
  await pool.query(text, values);
  await pool.end();
}

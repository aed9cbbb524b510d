import { randomBytes } from "node:crypto";
import pg from "pg";
import { PostgresEmitterStore } from "./postgres-store.ts";

/** The server that tests use. */
export const databaseUrl = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/test";

/** Why there is no server to test with; undefined when there is one. Without one, nothing is tested under `CI=true` either: it fails. */
export const absent: string | undefined = await reach();

async function reach(): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    const reason = `no PostgreSQL at ${host}${pathname}: ${(error as Error).message || (error as { code?: string }).code}`;
    if (process.env.CI === "true") throw new Error(`${reason}; CI has to start one`);
    return reason;
  }
}

/** The address of a schema that nothing else uses. */
export function freshAddress(): { address: string; schema: string } {
  const schema = `emitter_test_${randomBytes(6).toString("hex")}`;
  const url = new URL(databaseUrl);
  url.searchParams.set("schema", schema);
  url.searchParams.set("connections", "4");
  return { address: url.href, schema };
}

/** Runs statements on a connection of its own. */
export async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function dropSchema(schema: string): Promise<void> {
  await withClient(async (client) => {
    await client.query("SET client_min_messages = warning");
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  });
}

/** How far the server's clock is ahead of that of the processes, in milliseconds: whatever they share must not depend on it. */
const AHEAD = 3_600_000;

/**
 * Two open stores over one new schema, which go by a clock that stands still until `pass` is called: the processes by one, the
 * server by another one that is an hour ahead. However busy the machine is, no time goes by in between.
 */
export async function createPostgresWorld() {
  const { address, schema } = freshAddress();
  let now = Date.now();
  let works = 0;
  const errors: unknown[] = [];
  const host = {
    now: () => now,
    onWork: () => {
      works++;
    },
    onError: (error: unknown) => void errors.push(error),
  };
  const opened: PostgresEmitterStore[] = [];
  const openOne = async () => {
    const store = new PostgresEmitterStore(address);
    await store.open(host);
    opened.push(store);
    return store;
  };
  const close = async () => {
    for (const one of opened.splice(0)) await one.close();
  };
  // The first one makes the schema.
  await openOne();
  await close();
  await withClient(async (client) => {
    await client.query(`CREATE TABLE ${schema}.test_clock AS SELECT $1::bigint AS at`, [
      now + AHEAD,
    ]);
    await client.query(
      `CREATE OR REPLACE FUNCTION ${schema}.now_ms() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT at FROM ${schema}.test_clock'`,
    );
  });
  const [store, other] = await Promise.all([openOne(), openOne()]);
  return {
    store,
    other,
    address,
    schema,
    errors,
    now: host.now,
    unit: 1000,
    pass: async (milliseconds: number) => {
      now += milliseconds;
      await withClient((client) =>
        client.query(`UPDATE ${schema}.test_clock SET at = at + $1::bigint`, [milliseconds]),
      );
    },
    works: () => works,
    reopen: async () => {
      await close();
      return openOne();
    },
    dispose: async () => {
      await close();
      await dropSchema(schema);
    },
  };
}

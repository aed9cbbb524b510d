import { randomBytes } from "node:crypto";
import pg from "pg";

/** The server that tests use. */
export const databaseUrl = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/test";

/** Why there is no server to test with; undefined when there is one. */
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

const schemas: string[] = [];

/** Removes what the tests of a file made. */
export async function dropSchemas(): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("SET client_min_messages = warning");
  for (const schema of schemas.splice(0)) await client.query(`DROP SCHEMA ${schema} CASCADE`);
  await client.end();
}

/** The address of a schema that nothing else uses. */
export async function freshSchema(): Promise<string> {
  const schema = `host_test_${randomBytes(6).toString("hex")}`;
  schemas.push(schema);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE SCHEMA ${schema}`);
  await client.end();
  const url = new URL(databaseUrl);
  url.searchParams.set("options", `-c search_path=${schema}`);
  return url.href;
}

import { EmitterError } from "../../errors.ts";
import type { Database } from "./database.ts";
import { functions } from "./functions.ts";
import { tables } from "./tables.ts";
import { upkeepFunctions } from "./upkeep-functions.ts";

/** What leads from each version of the schema to the next one; never changed once released, only added to. */
const migrations: readonly ((schema: string) => string)[] = [
  (schema) => tables(schema) + functions(schema) + upkeepFunctions(schema),
];

/**
 * Brings the schema to the newest version, in one transaction and under a lock: of several processes that start at once, one does
 * it, and the others wait.
 *
 * @throws EmitterError `store_invalid` when the schema is of a newer version, or holds something else.
 */
export async function migrate(db: Database, schema: string, shown: string): Promise<void> {
  await db.transaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `clustaar-webhook-emitter ${schema}`,
    ]);
    const version = await versionOf(
      async (text, values) => (await client.query(text, values as unknown[])).rows,
      schema,
      shown,
    );
    if (version > migrations.length) {
      throw new EmitterError(
        "store_invalid",
        `the store ${shown} is of version ${version}, which is newer than what this release reads (${migrations.length}); update @clustaar/webhook-emitter`,
      );
    }
    if (version === migrations.length) return;
    if (version === 0) {
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
      await client.query(`CREATE TABLE ${schema}.version (number int NOT NULL)`);
      await client.query(`INSERT INTO ${schema}.version VALUES (0)`);
    }
    for (const step of migrations.slice(version)) await client.query(step(schema));
    await client.query(`UPDATE ${schema}.version SET number = $1`, [migrations.length]);
  });
}

async function versionOf(
  rows: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>,
  schema: string,
  shown: string,
): Promise<number> {
  const tablesThere = await rows(
    "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'",
    [schema],
  );
  if (tablesThere.length === 0) return 0;
  if (!tablesThere.some(({ name }) => name === "version")) {
    throw new EmitterError(
      "store_invalid",
      `the store ${shown}: the schema ${schema} holds tables of another program; choose another one: add "?schema=NAME" to the address`,
    );
  }
  const [row] = await rows(`SELECT number FROM ${schema}.version`);
  return Number(row?.number ?? 0);
}

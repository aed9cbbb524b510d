import assert from "node:assert/strict";
import { type PostgresClient, postgresStore, postgresStoreTable } from "@clustaar/store-postgres";

async function use(): Promise<void> {
  const statements: string[] = [];
  const pool: PostgresClient = {
    async query(text) {
      statements.push(text);
      const rows = text.includes("INSERT") ? [{ state: "new", value: null }] : [{ name: "there" }];
      return { rows, rowCount: 0 };
    },
  };
  const store = postgresStore(pool, { table: "bots.answers" });
  const claim = await store.claim("key", 60);
  assert.equal(claim.state, "new");
  assert.ok(statements.some((text) => text.includes('"bots"."answers"')));
  assert.match(postgresStoreTable(), /CREATE TABLE IF NOT EXISTS "clustaar_store"/);
  // @ts-expect-error it takes a pool, not an address
  assert.throws(() => postgresStore("postgres://127.0.0.1"), /expected a pool/);
}

use().then(() => console.log("used"));

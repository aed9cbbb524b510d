import { randomBytes } from "node:crypto";
import { Client, type Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { postgresStore, postgresStoreTable } from "./index.ts";
import { openPool, postgres } from "./server.test-helpers.ts";

const reason = postgres.absent ? ` (${postgres.absent})` : "";

describe.skipIf(postgres.absent)(`the table${reason}`, () => {
  const schema = `clustaar_store_${randomBytes(6).toString("hex")}`;
  const table = `${schema}.answers`;
  let pool: Pool;
  beforeAll(() => {
    pool = openPool();
  });
  beforeEach(async () => {
    await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}`);
  });
  afterAll(async () => {
    await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await pool.end();
  });

  it("is created once by many instances that start at the same moment", async () => {
    const pools = Array.from({ length: 8 }, () => openPool());
    const claims = pools.map(async (one) => postgresStore(one, { table }).claim("first", 60));
    const states = (await Promise.all(claims)).map(({ state }) => state).sort();
    expect(states).toEqual(["new", ...Array.from({ length: 7 }, () => "pending")]);
    await Promise.all(pools.map((one) => one.end()));
  });

  it("can be created by migrations, for a user who may not create tables", async () => {
    const role = `${schema}_role`;
    await pool.query(postgresStoreTable(table));
    await pool.query(postgresStoreTable(table));
    await pool.query(`CREATE ROLE ${role};
      GRANT USAGE ON SCHEMA ${schema} TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${role}`);
    const client = new Client({ connectionString: postgres.url });
    try {
      await client.connect();
      await client.query(`SET ROLE ${role}`);
      const claim = await postgresStore(client, { table }).claim("key", 60);
      expect(claim.state).toBe("new");
      const other = postgresStore(client, { table: `${schema}.other` });
      await expect(async () => other.claim("key", 60)).rejects.toThrow(/permission denied/);
    } finally {
      await client.end();
      await pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it("is created again when somebody has dropped it, and when it could not be created at first", async () => {
    const store = postgresStore(pool, { table });
    const claim = async () => store.claim("key", 60);
    expect((await claim()).state).toBe("new");
    await pool.query(`DROP TABLE ${table}`);
    await expect(claim).rejects.toThrow(/does not exist/);
    expect((await claim()).state).toBe("new");

    await pool.query(`DROP SCHEMA ${schema} CASCADE`);
    await expect(claim).rejects.toThrow(/does not exist/);
    await expect(claim).rejects.toThrow(/schema .* does not exist/);
    await pool.query(`CREATE SCHEMA ${schema}`);
    expect((await claim()).state).toBe("new");
  });
});

import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import createKnex from "knex";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claim, message } from "../../testing/store-contract/world.ts";
import { fromDrizzle, fromKnex, fromKysely, fromPrisma } from "./executors.ts";
import {
  absent,
  createPostgresWorld,
  databaseUrl,
  withClient,
} from "./postgres-world.test-helpers.ts";

const rollback = new Error("rolled back by the test");

/** Each way of running a transaction: `work` is given what `publish` takes as `tx`. */
const ways: [string, (work: (tx: unknown) => Promise<void>) => Promise<void>][] = [
  [
    "pg",
    (work) =>
      withClient(async (client) => {
        await client.query("BEGIN");
        try {
          await work(client);
          await client.query("COMMIT");
        } catch (error) {
          await client.query("ROLLBACK");
          throw error;
        }
      }),
  ],
  [
    "Knex",
    async (work) => {
      const knex = createKnex({ client: "pg", connection: databaseUrl });
      try {
        await knex.transaction(async (trx) => work(fromKnex(trx)));
      } finally {
        await knex.destroy();
      }
    },
  ],
  [
    "Kysely",
    async (work) => {
      const pool = new pg.Pool({ connectionString: databaseUrl });
      const db = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) });
      try {
        await db.transaction().execute((trx) => work(fromKysely(trx)));
      } finally {
        await db.destroy();
      }
    },
  ],
  [
    "Drizzle",
    async (work) => {
      const pool = new pg.Pool({ connectionString: databaseUrl });
      try {
        await drizzle(pool).transaction((tx) => work(fromDrizzle(tx, sql)));
      } finally {
        await pool.end();
      }
    },
  ],
  [
    // Its client is generated from a schema file; what of it is used has this form.
    "Prisma's $queryRawUnsafe",
    (work) =>
      withClient(async (client) => {
        await client.query("BEGIN");
        const tx = {
          $queryRawUnsafe: async (text: string, ...values: string[]) =>
            (await client.query(text, values)).rows,
        };
        try {
          await work(fromPrisma(tx));
          await client.query("COMMIT");
        } catch (error) {
          await client.query("ROLLBACK");
          throw error;
        }
      }),
  ],
];

describe.skipIf(absent)(
  `publish inside the caller's transaction${absent ? ` (${absent})` : ""}`,
  () => {
    let world: Awaited<ReturnType<typeof createPostgresWorld>>;
    beforeAll(async () => {
      world = await createPostgresWorld();
    });
    afterAll(() => world.dispose());

    it.each(ways)("%s: there when it commits, and never if it does not", async (name, run) => {
      const { store, other } = world;
      const body = Uint8Array.from([123, 34, 92, 39, 36, 49, 63, 0, 255, 125]);
      const kept = message(world, name, { body, idempotencyKey: `${name} ?$1`, group: "g'\"\\" });
      await run(async (tx) => {
        expect(await store.publish(kept, tx)).toMatchObject({
          messageId: kept.id,
          duplicate: false,
        });
        expect(await claim(other)).toEqual([]);
      });
      const lost = message(world, name);
      await expect(
        run(async (tx) => {
          await store.publish(lost, tx);
          throw rollback;
        }),
      ).rejects.toThrow(rollback);
      const claims = await claim(other);
      expect(claims.map((one) => one.message.id)).toEqual([kept.id]);
      expect([...(claims[0]?.message.body ?? [])]).toEqual([...body]);
      expect(await store.erase(lost.id)).toBe(false);
      await other.settle(claims.map(({ token }) => ({ token, next: { state: "delivered" } })));
      await run(async (tx) => {
        const again = message(world, name, { idempotencyKey: `${name} ?$1` });
        expect(await store.publish(again, tx)).toMatchObject({
          messageId: kept.id,
          duplicate: true,
        });
      });
    });

    it("tells the other processes at the commit", async () => {
      const before = world.works();
      await withClient(async (client) => {
        await client.query("BEGIN");
        await world.store.publish(message(world, "told"), client);
        await client.query("COMMIT");
      });
      await expect.poll(() => world.works(), { timeout: 10_000 }).toBeGreaterThan(before);
      const claims = await claim(world.store);
      await world.store.settle(
        claims.map(({ token }) => ({ token, next: { state: "delivered" } })),
      );
    });

    it("a group goes on though its next one was stored while the first attempt before it ended", async () => {
      const { store, other } = world;
      const [one, two] = [
        message(world, "a", { group: "late" }),
        message(world, "a", { group: "late" }),
      ];
      await store.publish(one);
      const [first] = await claim(store);
      await withClient(async (client) => {
        await client.query("BEGIN");
        await store.publish(two, client);
        await store.settle([{ token: first?.token ?? "", next: { state: "delivered" } }]);
        await client.query("COMMIT");
      });
      await expect
        .poll(async () => (await claim(other)).map((claimed) => claimed.message.id), {
          timeout: 10_000,
        })
        .toEqual([two.id]);
    });

    it("names what to wrap a transaction with", async () => {
      const refusal = (tx: unknown) => world.store.publish(message(world, "a"), tx);
      const code = "tx_unsupported";
      await expect(refusal({ raw() {}, query() {} })).rejects.toMatchObject({
        code,
        message: expect.stringContaining("fromKnex(trx)"),
      });
      await expect(refusal({ executeQuery() {} })).rejects.toThrow("fromKysely(trx)");
      await expect(refusal({ execute() {} })).rejects.toThrow("fromDrizzle(tx, sql)");
      await expect(refusal({ $queryRawUnsafe() {} })).rejects.toThrow("fromPrisma(tx)");
      await expect(refusal(null)).rejects.toThrow("got neither");
    });
  },
);

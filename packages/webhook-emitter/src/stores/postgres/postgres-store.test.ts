import { describe, expect, it } from "vitest";
import { emitterStoreContract } from "../../testing/index.ts";
import { claim, deliveryOf, message, standing } from "../../testing/store-contract/world.ts";
import { readAddress } from "./address.ts";
import { Database, openPool } from "./database.ts";
import { PostgresEmitterStore } from "./postgres-store.ts";
import {
  absent,
  createPostgresWorld,
  databaseUrl,
  dropSchema,
  freshAddress,
  withClient,
} from "./postgres-world.test-helpers.ts";

const why = absent ? ` (${absent})` : "";

describe.skipIf(absent)(`the PostgreSQL store keeps the contract${why}`, () => {
  for (const { name, run } of emitterStoreContract(createPostgresWorld)) it(name, run);
});

const host = { now: Date.now, onWork() {}, onError() {} };

describe.skipIf(absent)(`the PostgreSQL store and its server${why}`, () => {
  it("migrates once, however many processes start at a time", async () => {
    const { address, schema } = freshAddress();
    const stores = Array.from({ length: 6 }, () => new PostgresEmitterStore(address));
    try {
      await Promise.all(stores.map((store) => store.open(host)));
      await stores[0]?.publish(message({ now: Date.now }, "a"));
      expect(await claim(stores[5] as PostgresEmitterStore)).toHaveLength(1);
    } finally {
      await Promise.all(stores.map((store) => store.close()));
      await dropSchema(schema);
    }
  });

  it("goes by the clock of the server", async () => {
    const { address, schema } = freshAddress();
    const store = new PostgresEmitterStore(address);
    try {
      await store.open(host);
      const [before, ours, after] = await withClient(async (client) => {
        const times = [];
        for (const time of ["clock_timestamp()", undefined, "clock_timestamp()"]) {
          const text = time ? `floor(extract(epoch FROM ${time}) * 1000)` : `${schema}.now_ms()`;
          const { rows } = await client.query(`SELECT ${text}::float8 AS at`);
          times.push(rows[0].at as number);
        }
        return times;
      });
      expect(ours).toBeGreaterThanOrEqual(before as number);
      expect(ours).toBeLessThanOrEqual(after as number);
    } finally {
      await store.close();
      await dropSchema(schema);
    }
  });

  it("keeps nothing waiting longer because the clock of the process was set, which it notices later", async () => {
    const { address, schema } = freshAddress();
    const HOUR = 3_600_000;
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const store = new PostgresEmitterStore(address);
    try {
      await store.open({ ...host, now });
      await Promise.all(["a", "b", "c"].map((to) => store.publish(message({ now }, to))));
      const claims = await claim(store);
      const tokenOf = (to: string) => claims.find((one) => one.webhookId === to)?.token as string;
      ahead = 2 * HOUR;
      await store.settle([{ token: tokenOf("a"), next: { state: "waiting", at: now() + HOUR } }]);
      await store.release([tokenOf("b")], now() + HOUR);
      await store.updateState("c", (state) => ({ ...state, heldUntil: now() + HOUR }));
      const waits = await withClient(async (client) => {
        const { rows } = await client.query(
          `SELECT due_at - ${schema}.now_ms() AS wait FROM ${schema}.job WHERE webhook IN ('a', 'b')
           UNION ALL SELECT held_until - ${schema}.now_ms() FROM ${schema}.lane WHERE webhook = 'c'`,
        );
        return rows.map(({ wait }) => Number(wait));
      });
      expect(waits).toHaveLength(3);
      for (const wait of waits) {
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(HOUR);
      }
    } finally {
      await store.close();
      await dropSchema(schema);
    }
  });

  it("refuses a schema of a newer version, and one of another program", async () => {
    const { address, schema } = freshAddress();
    try {
      const store = new PostgresEmitterStore(address);
      await store.open(host);
      await store.close();
      await withClient((client) => client.query(`UPDATE ${schema}.version SET number = 99`));
      await expect(new PostgresEmitterStore(address).open(host)).rejects.toMatchObject({
        code: "store_invalid",
        message: expect.stringContaining("is of version 99, which is newer"),
      });
      await dropSchema(schema);
      await withClient((client) =>
        client.query(`CREATE SCHEMA ${schema} CREATE TABLE customers (id int)`),
      );
      await expect(new PostgresEmitterStore(address).open(host)).rejects.toMatchObject({
        code: "store_invalid",
        message: expect.stringContaining("holds tables of another program"),
      });
    } finally {
      await dropSchema(schema);
    }
  });

  it("a claim reads no row of what waits for other webhooks", async () => {
    const world = await createPostgresWorld();
    try {
      const others = Array.from({ length: 2000 }, () => message(world, "other"));
      await Promise.all([...others, message(world, "mine")].map((one) => world.store.publish(one)));
      await withClient(async (client) => {
        await client.query("BEGIN");
        const { rows: claimed } = await client.query(
          `SELECT id FROM ${world.schema}.claim('{mine}', '{10}', '{null}', '{null}', 10, 15000) WHERE id IS NOT NULL`,
        );
        const { rows } = await client.query(
          "SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_xact_user_tables WHERE schemaname = $1 AND relname = 'job'",
          [world.schema],
        );
        expect(claimed).toHaveLength(1);
        expect(Number(rows[0]?.read)).toBeGreaterThan(0);
        expect(Number(rows[0]?.read)).toBeLessThan(100);
      });
    } finally {
      await world.dispose();
    }
  });

  it("one that fails takes nothing with it that was stored with the same statement", async () => {
    const world = await createPostgresWorld();
    try {
      const { store } = world;
      const one = message(world, "a");
      const results = await Promise.allSettled([
        store.publish(one),
        store.publish({ ...message(world, "b"), id: one.id }),
        store.publish(message(world, "b", { group: "nul \u0000" })),
        store.publish(message(world, "b")),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        "fulfilled",
        "rejected",
        "rejected",
        "fulfilled",
      ]);
      expect(results[2]).toMatchObject({ reason: { code: "input_invalid" } });
      expect(await claim(world.other)).toHaveLength(2);
    } finally {
      await world.dispose();
    }
  });

  it("keeps an answer that PostgreSQL cannot keep as text", async () => {
    const world = await createPostgresWorld();
    try {
      const sent = message(world, "a");
      await world.store.publish(sent);
      const [one] = await claim(world.store);
      const attempt = {
        kind: "scheduled",
        startedAt: 1,
        durationMs: 1,
        ok: false,
        counted: true,
        url: "https://example.com",
        status: 500,
        error: { code: "status", message: "\u0000 \ud800" },
        answer: { contentType: null, excerpt: "\u0000\ud800\u{1f600}", truncated: true },
      } as const;
      const next = { state: "dead", reason: "\u0000 \ud800" } as const;
      await world.store.settle([{ token: one?.token ?? "", attempt, next }]);
      const { log, reason } = await standing(world.other, deliveryOf(sent));
      expect(log).toEqual([attempt]);
      expect(reason).toBe("\ufffd \ufffd");
    } finally {
      await world.dispose();
    }
  });

  it("closing gives held claims to the other process at once", async () => {
    const world = await createPostgresWorld();
    try {
      await world.store.publish(message(world, "a"));
      expect(await claim(world.store)).toHaveLength(1);
      await world.store.close();
      expect(await claim(world.other)).toHaveLength(1);
    } finally {
      await world.dispose();
    }
  });

  it("a connection that is cut between two statements of a transaction ended the process", async () => {
    const { pool } = await openPool(readAddress(databaseUrl), () => {});
    const db = new Database(pool, "postgres://server/db");
    const cut = db.transaction(async (client) => {
      const ended = new Promise<void>((resolve) => client.once("end", () => resolve()));
      const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
      await withClient((other) => other.query("SELECT pg_terminate_backend($1)", [rows[0].pid]));
      await ended;
      await client.query("SELECT 1");
    });
    await expect(cut).rejects.toMatchObject({ code: "store_unavailable" });
    expect(await db.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await db.close();
  });

  it("listens again when its connections were cut, and tells", async () => {
    const world = await createPostgresWorld();
    try {
      await withClient((client) =>
        client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'clustaar-webhook-emitter' AND query = $1",
          [`LISTEN ${world.schema}`],
        ),
      );
      await expect.poll(() => world.errors.length, { timeout: 10_000 }).toBeGreaterThan(0);
      expect(world.errors[0]).toMatchObject({ code: "store_unavailable" });
      const before = world.works();
      await expect.poll(() => world.works(), { timeout: 20_000 }).toBeGreaterThan(before);
      await world.store.publish(message(world, "a"));
      expect(await claim(world.other)).toHaveLength(1);
    } finally {
      await world.dispose();
    }
  });
});

describe("an unreachable server", () => {
  it("says where it is, and never the password", async () => {
    const store = new PostgresEmitterStore("postgres://ann:s3cret@127.0.0.1:1/hooks");
    const error = await store.open(host).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: "store_unavailable" });
    expect(String(error)).toContain("postgres://127.0.0.1:1/hooks cannot be reached");
    const all =
      JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause);
    expect(all).not.toContain("s3cret");
    await expect(store.publish(message({ now: Date.now }, "a"))).rejects.toThrow("is not open");
  });
});

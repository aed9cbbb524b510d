import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { newSpace } from "@clustaar/store-suite";
import { storeContract } from "@clustaar/webhook-core/testing";
import { type Pool, types } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PostgresClient, postgresStore } from "./index.ts";
import { openPool, postgres, tableOf } from "./server.test-helpers.ts";

const reason = postgres.absent ? ` (${postgres.absent})` : "";

describe.skipIf(postgres.absent)(`postgresStore${reason}`, () => {
  const space = newSpace();
  const table = tableOf(space);
  let pool: Pool;
  beforeAll(() => {
    pool = openPool();
  });
  afterAll(async () => {
    await pool.end();
    await postgres.drop(space);
  });

  describe("keeps the contract when every statement is sent again, whose answer was lost:", () => {
    const twice: PostgresClient = {
      query: async (text, values) =>
        [await pool.query(text, values), await pool.query(text, values)][1] as never,
    };
    const pass = (seconds: number) => postgres.age(space, seconds);
    const cases = storeContract(() => postgresStore(twice, { table }), { lease: 1000, pass });
    it.each(cases)("$name", ({ run }) => run());
  });

  it("gives back a claim that the server made, and whose answer was lost", async () => {
    const key = randomUUID();
    let lost = 0;
    const losing: PostgresClient = {
      async query(text, values) {
        const result = await pool.query(text, values);
        if (text.includes("INSERT") && lost++ === 0) throw new Error("Connection terminated");
        return result;
      },
    };
    const first = async () => postgresStore(losing, { table }).claim(key, 3600);
    await expect(first()).rejects.toThrow(/Connection terminated/);
    const store = postgresStore(pool, { table });
    const state = async () => (await store.claim(key, 60)).state;
    await expect.poll(state, { timeout: 30_000 }).toBe("new");
  });

  it("tells keys and values apart that text columns would not take, and keys that no index would", async () => {
    const store = postgresStore(pool, { table });
    const start = randomUUID();
    for (const end of ["", "\0", "\ud83d", "\ud83e", "x".repeat(100_000)]) {
      const claim = await store.claim(start + end, 60);
      if (claim.state !== "new") return expect.unreachable();
      await store.complete(claim.token, "a\0b", 60);
      expect(await store.claim(start + end, 60)).toEqual({ state: "done", value: "a\0b" });
    }
  });

  it("deletes what has expired, and nothing else", async () => {
    const sweeping = postgresStore(pool, { table, sweepInterval: 0 });
    const keep = async (ttl: number) => {
      const claim = await sweeping.claim(randomUUID(), 60);
      if (claim.state === "new") await sweeping.complete(claim.token, `for ${ttl}`, ttl);
    };
    const count = async (value: string) => {
      const text = `SELECT count(*)::int AS count FROM ${table} WHERE value = $1`;
      return (await pool.query(text, [value])).rows[0].count;
    };
    await keep(0.001);
    await keep(3600);
    const left = async () => {
      await sweeping.claim(randomUUID(), 0.001);
      return [await count("for 0.001"), await count("for 3600")];
    };
    await expect.poll(left, { timeout: 30_000 }).toEqual([0, 1]);
  });

  it("warns once when it may not delete what has expired, and works all the same", async () => {
    const refusing: PostgresClient = {
      async query(text, values) {
        if (text.includes("DELETE")) throw new Error("permission denied for table");
        return pool.query(text, values);
      },
    };
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.message);
    process.on("warning", listen);
    const store = postgresStore(refusing, { table, sweepInterval: 0 });
    const claim = async () => (await store.claim(randomUUID(), 1)).state;
    for (let n = 0; n < 3; n++) expect(await claim()).toBe("new");
    await expect.poll(() => warnings.length, { timeout: 30_000 }).toBe(1);
    expect(warnings[0]).toMatch(/cannot delete what has expired: permission denied/);
    process.off("warning", listen);
  });

  it("says what failed without what was kept", async () => {
    const failing: PostgresClient = {
      query: async () => {
        throw Object.assign(new Error("disk full"), { where: "$3 = 'what the visitor wrote'" });
      },
    };
    const store = postgresStore(failing, { table });
    const complete = async () => store.complete("token:00", "what the visitor wrote", 60);
    const error: unknown = await complete().catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: 9 })).toMatch(/disk full/);
    expect(inspect(error, { depth: 9 })).not.toMatch(/visitor/);
  });

  it("refuses bytes that the program has pg read as something else", async () => {
    const BYTEA = 17;
    const getTypeParser = (id: number, format: "text") =>
      id === BYTEA ? String : types.getTypeParser(id, format);
    const store = postgresStore(
      {
        query: (text, values) =>
          pool.query({
            text,
            values,
            types: { getTypeParser },
          } as never),
      },
      { table },
    );
    const key = randomUUID();
    const claim = await store.claim(key, 60);
    if (claim.state === "new") await store.complete(claim.token, "kept", 60);
    await expect(async () => store.claim(key, 60)).rejects.toThrow(/expected the bytes/);
  });
});

describe("postgresStore says", () => {
  const client: PostgresClient = { query: async () => ({ rows: [], rowCount: 0 }) };

  it("what a failed connection's error has in its code only", async () => {
    const refused: PostgresClient = {
      query: () => Promise.reject(Object.assign(new AggregateError([]), { code: "ECONNREFUSED" })),
    };
    await expect(async () => postgresStore(refused).claim("a", 1)).rejects.toThrow("ECONNREFUSED");
  });

  it.each<[string, unknown, RegExp]>([
    ["no client", undefined, /expected a pool of pg .*, got undefined/],
    ["an address", "postgres://127.0.0.1", /got a string/],
    ["something else", {}, /got an object/],
  ])("that it was given %s", (_, given, expected) => {
    expect(() => postgresStore(given as PostgresClient)).toThrow(expected);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ table: "" }, /postgresStore: table: expected the name of a table .*, got ""/],
    [{ table: 'a"; DROP TABLE users; --' }, /expected the name of a table/],
    [{ table: "a.b.c" }, /expected the name of a table/],
    [{ table: undefined }, /option "table" is undefined/],
    [{ sweepInterval: -1 }, /postgresStore: sweepInterval: expected a number of seconds from 0 up/],
    [{ sweep: 1 }, /unknown option "sweep"/],
  ])("that the options %j are wrong", (options, expected) => {
    expect(() => postgresStore(client, options)).toThrow(expected);
  });
});

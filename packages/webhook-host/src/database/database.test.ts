import { fork } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WebhookHost } from "../host/host.ts";
import { createHost, definePlugin, type HostOptions, type PluginSetup } from "../index.ts";
import { hostRequest } from "../testing.ts";
import { absent, databaseUrl, dropSchemas, freshSchema } from "./postgres.test-helpers.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const hosts: WebhookHost[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "database-"));
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  rmSync(folder, { recursive: true });
});

const migrations = [
  {
    name: "001",
    sql: "CREATE TABLE notes (id bigserial PRIMARY KEY, text text NOT NULL, day date); CREATE INDEX ON notes (day)",
  },
  { name: "002", sql: "INSERT INTO notes (text, day) VALUES ('first', '2026-11-25')" },
];

async function hostOf(
  database: string,
  setup: (plugin: PluginSetup) => unknown = () => {},
  more: HostOptions = {},
  steps = migrations,
) {
  const plugin = definePlugin({ name: "notes", migrations: steps, setup });
  const host = await createHost({
    plugins: [plugin],
    discover: false,
    log: quiet,
    env: {},
    strict: true,
    database,
    ...more,
  });
  hosts.push(host);
  return host;
}

/** What is true of both kinds. */
function contract(open: () => Promise<string>): void {
  it("runs statements with values, and reads the same types", async () => {
    let rows: unknown;
    await hostOf(await open(), async ({ db }) => {
      await db.query("INSERT INTO notes (text, day) VALUES ($1, $2)", [
        "'); DROP TABLE notes; --",
        "2026-01-02",
      ]);
      rows = await db.query(
        "SELECT id, text, day, count(*) OVER () AS many, true AS yes, '{\"a\":[1]}'::jsonb AS json, 9007199254740993::int8 AS large, 1.50::numeric AS exact FROM notes ORDER BY id",
      );
    });
    const same = { many: 2, yes: true, json: { a: [1] }, large: "9007199254740993", exact: "1.50" };
    expect(rows).toEqual([
      { id: 1, text: "first", day: "2026-11-25", ...same },
      { id: 2, text: "'); DROP TABLE notes; --", day: "2026-01-02", ...same },
    ]);
  });

  it("lets the statements of a transaction count together or not at all", async () => {
    const counts: unknown[] = [];
    await hostOf(await open(), async ({ db }) => {
      const count = async () =>
        counts.push((await db.query("SELECT count(*) AS n FROM notes"))[0]?.n);
      const failing = db.transaction(async (transaction) => {
        await transaction.query("INSERT INTO notes (text) VALUES ('lost')");
        throw new Error("no luck");
      });
      await expect(failing).rejects.toThrow("no luck");
      await count();
      expect(
        await db.transaction(async (transaction) => {
          await transaction.query("INSERT INTO notes (text) VALUES ('kept')");
          return "given back";
        }),
      ).toBe("given back");
      await count();
      await expect(db.query("SELECT nothing FROM nowhere")).rejects.toThrow(/nowhere/);
    });
    expect(counts).toEqual([1, 2]);
  });

  it("runs each migration once, in order, and refuses one that was changed", async () => {
    const database = await open();
    await (await hostOf(database)).close();
    let texts: unknown;
    const more = [...migrations, { name: "003", sql: "INSERT INTO notes (text) VALUES ('third')" }];
    const host = await hostOf(
      database,
      async ({ db }) => {
        texts = (await db.query("SELECT text FROM notes ORDER BY id")).map(({ text }) => text);
      },
      {},
      more,
    );
    expect(texts).toEqual(["first", "third"]);
    await host.close();
    const changed = [{ ...migrations[0], sql: "SELECT 1" } as (typeof migrations)[0]];
    await expect(hostOf(database, undefined, {}, changed)).rejects.toThrow(
      'the migration "001" of the plugin "notes" was changed after it had run',
    );
    const broken = [
      ...more,
      { name: "004", sql: "INSERT INTO notes (text) VALUES ('x'); SELECT nothing" },
    ];
    await expect(hostOf(database, undefined, {}, broken)).rejects.toThrow(/nothing/);
    const last = await hostOf(
      database,
      async ({ db }) => {
        texts = (await db.query("SELECT count(*) AS n FROM notes"))[0]?.n;
      },
      {},
      more,
    );
    expect(texts).toBe(2);
    await last.close();
  });
}

describe("embedded", () => {
  // Making a database takes seconds; each test gets a copy of one.
  const template = mkdtempSync(join(tmpdir(), "template-"));
  beforeAll(async () => {
    const database = new PGlite(join(template, "data"));
    await database.waitReady;
    await database.close();
  }, 120_000);
  afterAll(() => rmSync(template, { recursive: true }));
  beforeEach(() => {
    mkdirSync(join(folder, "made"));
    cpSync(template, join(folder, "made"), { recursive: true });
  });

  contract(async () => join(folder, "made"));

  it("is opened when a plugin asks for it, not before", async () => {
    const plugin = definePlugin({
      name: "lazy",
      setup: ({ route }) => route("/n", async ({ db }) => db.query("SELECT 1 AS one")),
    });
    const host = await createHost({
      plugins: [plugin],
      discover: false,
      log: quiet,
      env: {},
      database: join(folder, "made"),
    });
    hosts.push(host);
    expect(existsSync(join(folder, "made/owner"))).toBe(false);
    expect((await host.handle(hostRequest("GET", "/n"))).body).toBe('[{"one":1}]');
    expect(existsSync(join(folder, "made/owner"))).toBe(true);
  });

  it("has one owner: a second host or process is told who that is", async () => {
    const database = join(folder, "made");
    const host = await hostOf(database);
    await expect(hostOf(database)).rejects.toThrow("is open in this process, through another host");
    await host.close();

    const script = join(folder, "sleeper.mjs");
    writeFileSync(script, "process.send('up'); setInterval(() => {}, 1000);");
    const child = fork(script);
    await new Promise((up) => child.once("message", up));
    const { hostname } = await import("node:os");
    writeFileSync(join(database, "owner"), `${child.pid} ${hostname()}\n`);
    await expect(hostOf(database)).rejects.toThrow(
      `is open in process ${child.pid}; an embedded database has one owner`,
    );
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
    // The lock of a process that is gone does not count.
    await expect(hostOf(database)).resolves.toBeDefined();
  });
});

// Skipped where no PostgreSQL answers at DATABASE_URL.
describe.skipIf(absent)(`PostgreSQL${absent ? ` (${absent})` : ""}`, () => {
  afterAll(dropSchemas);
  contract(freshSchema);

  it("is found in DATABASE_URL, and runs the migrations of several hosts once", async () => {
    const DATABASE_URL = await freshSchema();
    const plugin = definePlugin({ name: "notes", migrations, setup: () => {} });
    const options = {
      plugins: [plugin],
      discover: false,
      log: quiet,
      env: { DATABASE_URL },
      strict: true,
    };
    hosts.push(
      ...(await Promise.all([createHost(options), createHost(options), createHost(options)])),
    );
    const client = new pg.Client({ connectionString: DATABASE_URL });
    await client.connect();
    expect((await client.query("SELECT text FROM notes")).rows).toEqual([{ text: "first" }]);
    await client.end();
  });

  it("goes on after the server went away in the middle of a statement", async () => {
    const database = await freshSchema();
    const host = await hostOf(database, ({ route }) => {
      route("/pid", async ({ db }) => db.query("SELECT pg_backend_pid() AS pid"));
      route("/sleep", async ({ db }) =>
        db.transaction((transaction) =>
          transaction.query("SELECT pg_backend_pid() AS pid, pg_sleep(60)"),
        ),
      );
    });
    const errors: string[] = [];
    host.onError(({ message }) => errors.push(message));
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const sleeping = host.handle(hostRequest("GET", "/sleep"));
    for (;;) {
      const { rowCount } = await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND state = 'active'",
      );
      if (rowCount) break;
    }
    expect(await sleeping).toMatchObject({ status: 500, body: "500 Internal Server Error" });
    expect(errors).toEqual([expect.stringMatching(/terminat|connection/i)]);
    // A connection that was idle meanwhile is closed, too.
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE 'SELECT pg_backend_pid() AS pid%'",
    );
    await client.end();
    expect((await host.handle(hostRequest("GET", "/pid"))).status).toBe(200);
  });
});

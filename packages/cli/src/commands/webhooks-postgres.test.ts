import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { whyAbsent } from "@clustaar/store-suite";
import { createEmitter, createEvents, type Emitter } from "@clustaar/webhook-emitter";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../io.test-helpers.ts";
import { project } from "../project.test-helpers.ts";
import type { Redelivered, ShownDelivery } from "../webhooks/deliveries-task.ts";

// Each command loads the application in a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const databaseUrl = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/test";
const absent = await whyAbsent("PostgreSQL", databaseUrl);
const schema = `cli_test_${randomBytes(6).toString("hex")}`;
const address = new URL(databaseUrl);
address.searchParams.set("schema", schema);
address.searchParams.set("connections", "4");

let status = 200;
let requests = 0;
const server = createServer((request, response) => {
  requests++;
  request.resume().on("end", () => response.writeHead(status).end("thanks"));
});
const { folder: cwd, remove } = project({
  "emitter.ts": `import { createEmitter, createEvents } from "@clustaar/webhook-emitter";
export const emitter = await createEmitter({
  events: createEvents({ adjust: {} }),
  store: process.env.HOOKS,
  allowPrivate: ["127.0.0.1/32"],
  allowInsecure: true,
  webhooks: [
    { name: "billing", url: process.env.RECEIVER, secret: "s3cr3t", events: "adjust", backoff: false },
  ],
});
`,
});
let env: Record<string, string> = {};
let receiver = "";

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  receiver = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  env = { ...(process.env as Record<string, string>), RECEIVER: receiver, HOOKS: address.href };
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  remove();
  if (absent !== undefined) return;
  await query("SET client_min_messages = warning", `DROP SCHEMA IF EXISTS ${schema} CASCADE`);
});

/** Runs statements on a connection of its own, and gives the rows of the last one. */
async function query(...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** Extra attempts that have been asked for, and not made so far. */
async function extraAttempts(): Promise<unknown> {
  const [row] = await query(`SELECT count(*)::int AS count FROM ${schema}.job WHERE extra`);
  return row?.count;
}

/** A process of the application, as far as the database can tell. */
async function withApplication<T>(work: (emitter: Emitter) => Promise<T>): Promise<T> {
  const emitter = await createEmitter({
    events: createEvents({ adjust: {} }),
    store: address.href,
    allowPrivate: ["127.0.0.1/32"],
    allowInsecure: true,
    webhooks: [
      { name: "billing", url: receiver, secret: "s3cr3t", events: "adjust", backoff: false },
    ],
  });
  try {
    return await work(emitter as unknown as Emitter);
  } finally {
    await emitter.close();
  }
}

async function publishedAndTried(emitter: Emitter): Promise<string> {
  const id = (await emitter.publish("adjust", undefined)).deliveries[0]?.id ?? "";
  await vi.waitFor(
    async () => expect((await emitter.deliveries.get(id))?.attempts).toHaveLength(1),
    { timeout: 30_000, interval: 20 },
  );
  return id;
}

const webhooks = (line: string) => run(["webhooks", ...line.split(" ")], { cwd, env });

describe.skipIf(absent !== undefined)(
  `webhooks deliveries and redeliver on PostgreSQL${absent === undefined ? "" : ` (skipped: ${absent})`}`,
  () => {
    it("show what failed while the application runs, and have it send that once more", async () => {
      await withApplication(async (emitter) => {
        status = 500;
        const dead = await publishedAndTried(emitter);
        const failed = await webhooks("deliveries --failed --json");
        expect(failed.status, failed.err).toBe(1);
        expect(failed.json<ShownDelivery[]>()).toMatchObject([
          { id: dead, webhook: "billing", state: "dead", lastAttempt: { status: 500 } },
        ]);
        const before = requests;
        status = 503;
        const again = await webhooks(`redeliver ${dead}`);
        expect(again.status, again.err).toBe(1);
        expect(again.out).toMatch(/^Not delivered: .*503.* after \d+ ms\ndlv_\w+ {2}dead/);
        status = 204;
        const { status: exit, json } = await webhooks(`redeliver ${dead} --json`);
        expect(exit).toBe(0);
        expect(json<Redelivered>()).toMatchObject({
          attempt: { kind: "extra", ok: true, status: 204 },
          delivery: { id: dead, state: "delivered" },
        });
        expect(requests - before).toBe(2);
        expect((await webhooks("deliveries --failed")).out).toBe("None failed.\n");
      });
    });

    it("watch what comes and changes, from the application and from redeliver", async () => {
      await withApplication(async (emitter) => {
        status = 200;
        const first = await publishedAndTried(emitter);
        const signals = new EventEmitter();
        const seen: ShownDelivery[] = [];
        const watching = run(["webhooks", "deliveries", "--watch", "--json"], {
          cwd,
          env,
          signals,
          onOut: (text) => {
            for (const line of text.trim().split("\n")) seen.push(JSON.parse(line));
          },
        });
        const sees = (wanted: object) =>
          vi.waitFor(() => expect(seen).toContainEqual(expect.objectContaining(wanted)), {
            timeout: 60_000,
            interval: 50,
          });
        await sees({ id: first, state: "delivered" });
        status = 500;
        const second = await publishedAndTried(emitter);
        await sees({ id: second, state: "dead" });
        status = 200;
        await emitter.deliveries.redeliver(second);
        await sees({ id: second, state: "delivered" });
        signals.emit("SIGINT");
        expect((await watching).status).toBe(0);
      });
    });

    it("wait for a process of the application where none runs, and the next one sends it, once", async () => {
      status = 200;
      const delivered = await withApplication(publishedAndTried);
      const before = requests;
      const redelivering = webhooks(`redeliver ${delivered} --json`);
      await vi.waitFor(async () => expect(await extraAttempts()).toBe(1), {
        timeout: 60_000,
        interval: 50,
      });
      expect(requests).toBe(before);
      await withApplication(async () => {
        const { status: exit, err, json } = await redelivering;
        expect(exit, err).toBe(0);
        expect(json<Redelivered>()).toMatchObject({ attempt: { kind: "extra", ok: true } });
      });
      expect(requests).toBe(before + 1);
    });

    it("never show the password of the database", async () => {
      const wrong = new URL(address);
      wrong.username = "postgres";
      wrong.password = "s3cret";
      wrong.port = "1";
      const {
        status: exit,
        out,
        err,
      } = await run(["webhooks", "deliveries"], {
        cwd,
        env: { ...env, HOOKS: wrong.href },
      });
      expect(exit).toBe(2);
      expect(out + err).toContain("127.0.0.1:1");
      expect(out + err).not.toContain("s3cret");
    });
  },
);

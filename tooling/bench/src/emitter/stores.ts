import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** A store to measure; `dispose` removes what it kept. */
export interface MeasuredStore {
  readonly kind: "memory" | "file" | "postgres";
  readonly address: string;
  /** Of the raw loop's deliveries, the share that it has to reach. */
  readonly target: number;
  dispose(): Promise<void>;
}

const databaseUrl = process.env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/test";
let number = 0;

/** New stores, empty; PostgreSQL only where a server answers. */
export async function freshStores(): Promise<MeasuredStore[]> {
  const folder = mkdtempSync(join(tmpdir(), "clustaar-bench-"));
  const stores: MeasuredStore[] = [
    { kind: "memory", address: "memory:", target: 0.75, dispose: async () => {} },
    {
      kind: "file",
      address: `file:${join(folder, "hooks.db")}`,
      target: 0.5,
      dispose: async () => rmSync(folder, { recursive: true }),
    },
  ];
  const schema = `bench_${process.pid}_${++number}`;
  const url = new URL(databaseUrl);
  url.searchParams.set("schema", schema);
  try {
    await withClient((client) => client.query("SELECT 1"));
  } catch (error) {
    console.error(
      `postgres: is left out: no server at ${new URL(databaseUrl).host} (${(error as Error).message})`,
    );
    return stores;
  }
  const drop = `SET client_min_messages = warning; DROP SCHEMA IF EXISTS ${schema} CASCADE`;
  stores.push({
    kind: "postgres",
    address: url.href,
    target: 0.25,
    dispose: async () => {
      await withClient((client) => client.query(drop));
    },
  });
  return stores;
}

async function withClient(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

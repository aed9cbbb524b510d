import { Buffer } from "node:buffer";
import { createHash, randomUUID } from "node:crypto";
import type { Claim, IdempotencyStore } from "@clustaar/webhook-core";
import { checkNumber, checkOptions } from "@clustaar/webhook-core/endpoint";
import type { PostgresClient } from "./client.ts";
import { queryRunner } from "./internal/run-query.ts";
import { statements } from "./internal/statements.ts";
import { sweeper } from "./internal/sweeper.ts";
import { DEFAULT_TABLE, quotedTable } from "./internal/table-name.ts";

/** Where {@link postgresStore} keeps its rows, and when it deletes them. */
export interface PostgresStoreOptions {
  /** The table, with its schema in front where it needs one (`bots.answers`); it is created on first use. Default `clustaar_store`. */
  readonly table?: string;
  /** Seconds between two times that expired rows are deleted, which happens beside a claim. Default 60. */
  readonly sweepInterval?: number;
}

/** Seconds that progress is kept by default: a day. */
const DAY = 86_400;

/**
 * Keeps answers, progress and claims in a table of PostgreSQL, so that several instances share them. Every method is one statement.
 *
 * @param client - a pool of `pg`; ending it is up to you.
 * @throws {@link WebhookConfigError} `config_invalid` when the client has no `query`, or an option is wrong.
 *
 * @example
 * ```ts
 * import { postgresStore } from "@clustaar/store-postgres";
 * import { Webhook } from "@clustaar/webhook-core";
 * import { Pool } from "pg";
 *
 * const pool = new Pool({ connectionString: process.env.DATABASE_URL });
 * pool.on("error", (error) => console.error("PostgreSQL:", error.message));
 *
 * const store = postgresStore(pool);
 * const webhook = new Webhook({ idempotency: { store } });
 * console.log(typeof webhook.handle); // "function"
 * await pool.end();
 * ```
 */
export function postgresStore(
  client: PostgresClient,
  options: PostgresStoreOptions = {},
): IdempotencyStore {
  checkOptions("postgresStore", options, ["table", "sweepInterval"]);
  const { table = DEFAULT_TABLE, sweepInterval = 60 } = options;
  const quoted = quotedTable("postgresStore: table", table);
  checkNumber("postgresStore: sweepInterval", sweepInterval, 0, "seconds");
  const run = queryRunner(client, table, quoted);
  const sql = statements(quoted);
  const sweep = sweeper(run, sql.sweep, sweepInterval);

  async function release(token: string): Promise<void> {
    await run(sql.release, [digestIn(token), token]);
  }

  return {
    async claim(key, leaseSeconds) {
      const digest = digestOf(key);
      const token = `${randomUUID()}:${digest.toString("hex")}`;
      try {
        const { rows } = await run(sql.claim, [digest, token, leaseSeconds * 1000]);
        sweep();
        return asClaim(rows[0], token);
      } catch (error) {
        // The server may have made the claim all the same, and only its answer got lost.
        release(token).catch(() => {});
        throw error;
      }
    },
    async renew(token, leaseSeconds, value, ttlSeconds = DAY) {
      const progress = value === undefined ? null : Buffer.from(value);
      const times = [leaseSeconds * 1000, progress, ttlSeconds * 1000];
      return (await run(sql.renew, [digestIn(token), token, ...times])).rowCount === 1;
    },
    async complete(token, value, ttlSeconds) {
      const kept = [Buffer.from(value), ttlSeconds * 1000];
      return (await run(sql.complete, [digestIn(token), token, ...kept])).rowCount === 1;
    },
    release,
  };
}

/** A key of any length and any characters, as an index takes it: halves of characters are told apart, too. */
function digestOf(key: string): Buffer {
  return createHash("sha256").update(Buffer.from(key, "utf16le")).digest();
}

function digestIn(token: string): Buffer {
  return Buffer.from(token.slice(token.indexOf(":") + 1), "hex");
}

function asClaim(row: Record<string, unknown> | undefined, token: string): Claim {
  if (row === undefined || row.state === "pending") return { state: "pending" };
  const value = row.value === null ? undefined : textOf(row.value);
  if (row.state === "done" && value !== undefined) return { state: "done", value };
  return value === undefined ? { state: "new", token } : { state: "new", token, value };
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  throw new TypeError(
    "postgresStore: expected the bytes of a column of type bytea from the client, got something else; does the program change how pg reads that type?",
  );
}

import { Socket } from "node:net";
import type { Pool, PoolClient } from "pg";
import { EmitterError } from "../../errors.ts";
import type { PostgresAddress } from "./address.ts";

/** One row of an answer, by the name of the column. */
// biome-ignore lint/suspicious/noExplicitAny: a row is what the statement says
export type Row = Record<string, any>;

/** How often a step is tried that another one stood in the way of: a deadlock. */
const TRIES = 4;
/** `deadlock_detected`, `serialization_failure`. */
const CONFLICTS = new Set(["40P01", "40001"]);

/** The connections of the store, and what their errors mean. */
export class Database {
  readonly #pool: Pool;
  readonly #shown: string;

  constructor(pool: Pool, shown: string) {
    this.#pool = pool;
    this.#shown = shown;
  }

  /** Runs one statement. */
  async rows(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    for (let tried = 1; ; tried++) {
      try {
        const { rows } = await this.#pool.query(text, [...values]);
        return rows;
      } catch (error) {
        if (tried < TRIES && CONFLICTS.has((error as { code?: string }).code ?? "")) continue;
        throw this.describe(error);
      }
    }
  }

  /** Runs statements in one transaction. */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    let client: PoolClient | undefined;
    let broken: Error | undefined;
    try {
      client = await this.#pool.connect();
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client?.query("ROLLBACK").catch((failure: Error) => {
        broken = failure;
      });
      throw this.describe(error);
    } finally {
      client?.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  describe(error: unknown): EmitterError {
    return databaseError(error, this.#shown);
  }
}

/** Says what an error of `pg` means for the user of the store; no message contains the password. */
export function databaseError(error: unknown, shown: string): EmitterError {
  if (error instanceof EmitterError) return error;
  const { code, message, errors } = error as {
    code?: string;
    message?: string;
    errors?: readonly Error[];
  };
  const what = message || errors?.[0]?.message || code || String(error);
  const fail = (text: string) =>
    new EmitterError("store_unavailable", `the store ${shown} ${text}`, { cause: error });
  // A class of PostgreSQL's codes, or one of the socket.
  if (code === "28P01" || code === "28000") {
    return fail(`refused the login: ${what}; check user and password of the address`);
  }
  if (code === "3D000") return fail(`does not have this database: ${what}; create it first`);
  if (code === "42501") {
    return fail(
      `does not let this user do it: ${what}; the user has to own the schema, or be allowed to create it`,
    );
  }
  if (code === "53100") return fail(`is full: ${what}; make room and try again`);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P)/.test(code)) {
    return fail(`failed: ${what} (${code})`);
  }
  return fail(`cannot be reached: ${what}`);
}

/**
 * Loads `pg` and makes the pool. `cut` ends every connection, new ones too, and with it what waits for a server that
 * does not answer.
 *
 * @throws EmitterError `config_invalid` when `pg` is not installed.
 */
export async function openPool(
  { connectionString, connections }: PostgresAddress,
  onError: (error: Error) => void,
): Promise<{ readonly pool: Pool; connect(): Promise<PoolClient>; cut(): void }> {
  let pg: Pick<typeof import("pg"), "Pool" | "Client" | "types">;
  try {
    const loaded = await import("pg");
    pg = loaded.default ?? loaded;
  } catch (cause) {
    throw new EmitterError(
      "config_invalid",
      'the store postgres: needs the package pg, which is not installed; run "npm install pg"',
      { cause },
    );
  }
  const { types } = pg;
  const sockets = new Set<Socket>();
  let isCut = false;
  const settings = {
    connectionString,
    stream() {
      const socket = new Socket();
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      // Once it connects, since that would bring a closed socket back to life.
      if (isCut) setImmediate(() => socket.destroy(new Error("the store is being closed")));
      return socket;
    },
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: "clustaar-webhook-emitter",
    // Times and row numbers are whole numbers below 2^53.
    types: {
      getTypeParser: (oid: number, format?: never) =>
        oid === 20 ? Number : types.getTypeParser(oid, format as never),
    } as never,
  };
  const pool = new pg.Pool({ ...settings, max: connections });
  // A connection that breaks while nobody uses it.
  pool.on("error", onError);
  // One that breaks between two statements of a transaction: the next statement fails, and without a listener the process would.
  pool.on("connect", (client) => void client.on("error", () => {}));
  return {
    pool,
    async connect() {
      const client = new pg.Client(settings) as unknown as PoolClient;
      client.on("error", () => {});
      await client.connect();
      return client;
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

import { kindOf, messageOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";
import type { PostgresClient } from "../client.ts";
import { postgresStoreTable } from "../postgres-store-table.ts";

/** The statement's table is not there. */
const UNDEFINED_TABLE = "42P01";

/** Runs a statement on a table that is there. */
export type RunQuery = (text: string, values: unknown[]) => ReturnType<PostgresClient["query"]>;

/**
 * Runs statements, and creates the table before the first one. Nothing is created where the table is there, so that a user who
 * may not create tables can use it.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function queryRunner(client: PostgresClient, table: string, quoted: string): RunQuery {
  if (typeof (client as PostgresClient | undefined)?.query !== "function") {
    throw new WebhookConfigError(
      `postgresStore: expected a pool of pg (new Pool), got ${kindOf(client)}`,
    );
  }
  let created: Promise<void> | undefined;

  async function create(): Promise<void> {
    try {
      const { rows } = await client.query("SELECT to_regclass($1)::text AS name", [quoted]);
      if (rows[0]?.name === null) await client.query(postgresStoreTable(table));
    } catch (error) {
      created = undefined;
      throw error;
    }
  }

  return async (text, values) => {
    try {
      created ??= create();
      await created;
      return await client.query(text, values);
    } catch (error) {
      // Somebody has dropped it.
      if ((error as { code?: unknown } | undefined)?.code === UNDEFINED_TABLE) created = undefined;
      // The server's errors may carry parameters, and with them what is kept, which belongs into no log.
      throw new Error(reasonOf(error));
    }
  };
}

/** What went wrong, in words; a connection that fails on each address says so in `code` only. */
function reasonOf(error: unknown): string {
  const message = messageOf(error);
  if (message !== "") return message;
  return String((error as { code?: unknown } | undefined)?.code ?? "the client of pg failed");
}

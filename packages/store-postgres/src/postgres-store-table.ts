import { bareName, DEFAULT_TABLE, quotedTable } from "./internal/table-name.ts";

/**
 * Gives the statements that create the store's table, for your own migrations: without them, the store creates it on first use.
 * They do nothing where the table is there, and run one after the other when several processes start at once.
 *
 * @param table - as the option of `postgresStore`; default `clustaar_store`.
 * @throws {@link WebhookConfigError} `config_invalid` when the name is not one that needs no quotes.
 *
 * @example
 * ```ts
 * import { postgresStoreTable } from "@clustaar/store-postgres";
 *
 * console.log(postgresStoreTable("bots.answers").includes('CREATE TABLE IF NOT EXISTS "bots"."answers"')); // true
 * ```
 */
export function postgresStoreTable(table: string = DEFAULT_TABLE): string {
  const quoted = quotedTable("postgresStoreTable", table);
  // Sent as one text, the statements are one transaction, which holds the lock to its end.
  return `SELECT pg_advisory_xact_lock(hashtextextended('clustaar-store ${table}', 0));
CREATE TABLE IF NOT EXISTS ${quoted} (
  key bytea PRIMARY KEY,
  token text NOT NULL,
  held_until timestamptz,
  value bytea,
  kept_until timestamptz,
  done boolean NOT NULL DEFAULT false,
  expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS "${`${bareName(table)}_expires`.slice(-63)}" ON ${quoted} (expires);
`;
}

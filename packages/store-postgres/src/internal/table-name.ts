import { kindOf, WebhookConfigError } from "@clustaar/webhook-core/endpoint";

/** The table where nothing else is said. */
export const DEFAULT_TABLE = "clustaar_store";

const NAME = /^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$/;

/**
 * The name of a table, or of a schema and a table, quoted for statements.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function quotedTable(what: string, table: unknown): string {
  if (typeof table !== "string" || !NAME.test(table)) {
    const came = typeof table === "string" ? JSON.stringify(table.slice(0, 200)) : kindOf(table);
    throw new WebhookConfigError(
      `${what}: expected the name of a table in lower-case letters, digits and underscores, with its schema in front where it needs one ("bots.answers"), got ${came}`,
    );
  }
  return table
    .split(".")
    .map((part) => `"${part}"`)
    .join(".");
}

/** The table's own name, without its schema. */
export function bareName(table: string): string {
  return table.slice(table.indexOf(".") + 1);
}

import { createHash } from "node:crypto";
import {
  checkOptions,
  checkText,
  kindOf,
  WebhookConfigError,
} from "@clustaar/webhook-core/endpoint";
import type { OpenDatabase } from "./database.ts";

/** One step of what a plugin needs in the database. */
export interface Migration {
  /** Tells it from the plugin's others; never change it. */
  readonly name: string;
  /** One or more statements of PostgreSQL; never change them once they have run: add a migration. */
  readonly sql: string;
}

/** @throws WebhookConfigError `config_invalid` */
export function readMigrations(plugin: string, migrations: unknown): readonly Migration[] {
  const what = `definePlugin(${plugin}): migrations`;
  if (!Array.isArray(migrations)) {
    throw new WebhookConfigError(`${what}: expected a list, got ${kindOf(migrations)}`);
  }
  const names = new Set<string>();
  return migrations.map((migration: Migration, index) => {
    checkOptions(`${what}[${index}]`, migration, ["name", "sql"]);
    const { name, sql } = migration;
    checkText(`${what}[${index}].name`, name);
    checkText(`${what}[${index}].sql`, sql);
    if (names.has(name)) {
      throw new WebhookConfigError(
        `${what}[${index}]: expected each name once, got "${name}" twice`,
      );
    }
    names.add(name);
    return { name, sql };
  });
}

const TABLE = `
CREATE TABLE IF NOT EXISTS webhook_migrations (
  plugin text NOT NULL,
  name text NOT NULL,
  digest text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plugin, name)
)`;

/**
 * Runs the migrations of a plugin that have not run yet, in their order, all of them or none, while no other process does.
 *
 * @throws Error when one was changed after it had run, and what the database says.
 */
export async function migrate(
  database: OpenDatabase,
  plugin: string,
  migrations: readonly Migration[],
): Promise<void> {
  await database.locked("webhook_migrations", async (transaction) => {
    await transaction.run(TABLE);
    const rows = await transaction.query<{ name: string; digest: string }>(
      "SELECT name, digest FROM webhook_migrations WHERE plugin = $1",
      [plugin],
    );
    const applied = new Map(rows.map(({ name, digest }) => [name, digest]));
    for (const { name, sql } of migrations) {
      const digest = createHash("sha256").update(sql).digest("hex");
      const before = applied.get(name);
      if (before === digest) continue;
      if (before !== undefined) {
        throw new Error(
          `db: the migration "${name}" of the plugin "${plugin}" was changed after it had run; put it back, and add another one`,
        );
      }
      await transaction.run(sql);
      await transaction.query(
        "INSERT INTO webhook_migrations (plugin, name, digest) VALUES ($1, $2, $3)",
        [plugin, name, digest],
      );
    }
  });
}

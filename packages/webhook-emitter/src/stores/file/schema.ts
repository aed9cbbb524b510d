import { EmitterError } from "../../errors.ts";
import type { SqliteDatabase } from "./driver.ts";

/** Marks the header of each file, so that another program's database is not mistaken for ours: "Cweb". */
const APPLICATION_ID = 0x43_77_65_62;

/**
 * What leads from each version of the file to the next one; never changed once released, only added to.
 *
 * `delivery.due_at` is when its next attempt is due; 0: at once, whatever the clock says; null: it is not to be claimed, since it
 * has ended, or waits for the one before it in its group. `message.first` and `message.count` name the deliveries of a message, which follow each other.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE message (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL,
    content_type TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL
  );
  CREATE INDEX message_expires ON message (expires_at);
  CREATE TABLE delivery (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    message INTEGER NOT NULL,
    webhook TEXT NOT NULL,
    grp TEXT,
    state INTEGER NOT NULL DEFAULT 0,
    tried INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    scheduled_since INTEGER NOT NULL,
    due_at INTEGER,
    settled_at INTEGER,
    reason TEXT
  );
  CREATE INDEX delivery_state ON delivery (webhook, state, seq);
  CREATE INDEX delivery_due ON delivery (webhook, due_at, seq) WHERE due_at IS NOT NULL;
  CREATE INDEX delivery_group ON delivery (webhook, grp, due_at, seq) WHERE grp IS NOT NULL AND state = 0 AND tried = 0;
  CREATE INDEX delivery_dead ON delivery (seq) WHERE state = 2;
  CREATE TABLE attempt (
    delivery INTEGER NOT NULL,
    number INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (delivery, number)
  ) WITHOUT ROWID;
  CREATE TABLE extra (seq INTEGER PRIMARY KEY, delivery INTEGER NOT NULL, webhook TEXT NOT NULL);
  CREATE INDEX extra_delivery ON extra (delivery);
  CREATE TABLE idempotency (key TEXT PRIMARY KEY, message TEXT NOT NULL, at INTEGER NOT NULL, receipt TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX idempotency_message ON idempotency (message);
  CREATE INDEX idempotency_at ON idempotency (at);
  CREATE TABLE webhook (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  );
  CREATE TABLE webhook_state (webhook TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
  `,
];

/**
 * Brings a file to the newest version, in one transaction.
 *
 * @throws EmitterError `store_invalid` when it is another program's database, or one of a newer version of this package.
 */
export function migrate(db: SqliteDatabase, path: string): void {
  const version = pragma(db, "user_version");
  const application = pragma(db, "application_id");
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_master").get()?.n;
  if (application !== APPLICATION_ID && (tables !== 0 || version !== 0)) {
    throw new EmitterError(
      "store_invalid",
      `the store file:${path} is a database of another program; expected a file of this store, or none; choose another path`,
    );
  }
  if (version > migrations.length) {
    throw new EmitterError(
      "store_invalid",
      `the store file:${path} is of version ${version}, which is newer than what this release reads (${migrations.length}); update @clustaar/webhook-emitter`,
    );
  }
  if (version === migrations.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of migrations.slice(version)) db.exec(step);
    db.exec(
      `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`,
    );
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

function pragma(db: SqliteDatabase, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0);
}

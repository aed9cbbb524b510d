import { placeOf } from "../internal/cursor.ts";
import { stateName, stateNames, stateNumber } from "../internal/states.ts";
import type {
  AttemptRecord,
  DeliveryFilter,
  DeliveryPage,
  DeliveryRecord,
  StoredMessage,
} from "../records.ts";
import type { SqliteDatabase, SqliteRow, SqliteStatement, SqliteValue } from "./driver.ts";
import type { Loaded } from "./file-job.ts";

const columns =
  "d.seq, d.id, d.webhook, d.grp, d.state, d.reason, d.attempts, d.created_at, d.scheduled_since, d.due_at, d.settled_at, m.id AS message_id, m.event";

/** What the file store reads. */
export class FileReads {
  readonly #db: SqliteDatabase;
  readonly #claim: SqliteStatement;
  readonly #message: SqliteStatement;
  readonly #delivery: SqliteStatement;
  readonly #attempts: SqliteStatement;

  constructor(db: SqliteDatabase) {
    this.#db = db;
    this.#claim = db.prepare(
      "SELECT d.id, d.attempts, d.scheduled_since, m.id AS message_id, m.event, m.content_type, m.headers, m.body, m.created_at FROM delivery d JOIN message m ON m.seq = d.message WHERE d.seq = ?",
    );
    this.#message = db.prepare(
      "SELECT id AS message_id, event, content_type, headers, body, created_at FROM message WHERE id = ?",
    );
    this.#delivery = db.prepare(
      `SELECT ${columns} FROM delivery d JOIN message m ON m.seq = d.message WHERE d.id = ?`,
    );
    this.#attempts = db.prepare("SELECT record FROM attempt WHERE delivery = ? ORDER BY number");
  }

  /** What a claim of a delivery holds; undefined when it is gone. */
  load(seq: number): Loaded | undefined {
    const row = this.#claim.get(seq);
    if (!row) return undefined;
    return {
      deliveryId: row.id as string,
      attempts: row.attempts as number,
      scheduledSince: row.scheduled_since as number,
      message: messageOf(row),
    };
  }

  message(id: string): StoredMessage | undefined {
    const row = this.#message.get(id);
    return row && messageOf(row);
  }

  delivery(id: string) {
    const row = this.#delivery.get(id);
    if (!row) return undefined;
    const attempts = this.#attempts
      .all(row.seq as number)
      .map(({ record }): AttemptRecord => JSON.parse(record as string));
    return { delivery: recordOf(row), attempts };
  }

  list(filter: DeliveryFilter, limit: number, cursor: string | undefined): DeliveryPage {
    const { webhookId, states = stateNames } = filter;
    // With a webhook, each state has a stretch of the index of its own: as many short reads, put together.
    const rows =
      webhookId === undefined
        ? this.#page(filter, states, limit + 1, cursor)
        : states.flatMap((state) => this.#page(filter, [state], limit + 1, cursor));
    rows.sort((one, other) => (other.seq as number) - (one.seq as number));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { items: rows.slice(0, limit).map(recordOf), cursor: last ? String(last.seq) : null };
  }

  #page(
    { webhookId, messageId, event, failed, since, until }: DeliveryFilter,
    states: DeliveryFilter["states"] & {},
    limit: number,
    cursor: string | undefined,
  ): SqliteRow[] {
    const where: string[] = [];
    const values: SqliteValue[] = [];
    const also = (text: string, value: SqliteValue | undefined) => {
      if (value === undefined) return;
      where.push(text);
      values.push(value);
    };
    also("d.webhook = ?", webhookId);
    if (states.length < stateNames.length) {
      where.push(`d.state IN (${states.map(stateNumber).join(", ")})`);
    }
    also("m.id = ?", messageId);
    if (messageId !== undefined) where.push("d.seq BETWEEN m.first AND m.first + m.count - 1");
    also("m.event = ?", event);
    if (failed) where.push("(d.state = 2 OR d.state = 0 AND d.attempts > 0)");
    also("d.created_at >= ?", since);
    also("d.created_at < ?", until);
    also("d.seq < ?", placeOf(cursor));
    const filters = where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`;
    return this.#db
      .prepare(
        `SELECT ${columns} FROM delivery d JOIN message m ON m.seq = d.message ${filters} ORDER BY d.seq DESC LIMIT ?`,
      )
      .all(...values, limit);
  }
}

function messageOf(row: SqliteRow): StoredMessage {
  return {
    id: row.message_id as string,
    event: row.event as string,
    body: row.body as Uint8Array,
    contentType: row.content_type as string,
    headers: JSON.parse(row.headers as string),
    createdAt: row.created_at as number,
  };
}

function recordOf(row: SqliteRow): DeliveryRecord {
  const state = stateName(row.state);
  // Due at once, or after the one before it in its group: since the schedule began.
  const due = (row.due_at as number | null) || (row.scheduled_since as number);
  return {
    id: row.id as string,
    messageId: row.message_id as string,
    webhookId: row.webhook as string,
    event: row.event as string,
    group: row.grp as string | null,
    state,
    reason: row.reason as string | null,
    attempts: row.attempts as number,
    createdAt: row.created_at as number,
    nextAt: state === "waiting" ? due : null,
    settledAt: row.settled_at as number | null,
  };
}

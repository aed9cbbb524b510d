import { KEY_TTL, stateName, stateNumber } from "../internal/states.ts";
import type {
  AttemptRecord,
  DeliveryState,
  NewDelivery,
  NewMessage,
  PublishReceipt,
} from "../records.ts";
import type { SqliteDatabase, SqliteStatement } from "./driver.ts";

/** A delivery of which the next attempt may be made, with what the queue has to know. */
export interface Startable {
  readonly webhookId: string;
  readonly seq: number;
  readonly group: string | null;
  /** In milliseconds since 1970; 0: at once. */
  readonly at: number;
}

/** What `publish` wrote. */
export interface Written {
  readonly receipt: PublishReceipt;
  /** The row of its last delivery. */
  readonly last: number;
  /** With its place in the message's list. */
  readonly startable: readonly (Startable & { readonly index: number })[];
}

const sql = {
  message:
    "INSERT INTO message (seq, id, event, content_type, headers, body, created_at, expires_at, first, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  delivery:
    "INSERT INTO delivery (seq, id, message, webhook, grp, created_at, scheduled_since, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  key: "SELECT receipt, at FROM idempotency WHERE key = ?",
  putKey: "INSERT OR REPLACE INTO idempotency (key, message, at, receipt) VALUES (?, ?, ?, ?)",
  head: "SELECT 1 FROM delivery WHERE webhook = ? AND grp = ? AND state = 0 AND tried = 0 AND due_at IS NOT NULL LIMIT 1",
  follower:
    "SELECT seq FROM delivery WHERE webhook = ? AND grp = ? AND state = 0 AND tried = 0 AND due_at IS NULL ORDER BY seq LIMIT 1",
  start: "UPDATE delivery SET due_at = 0 WHERE seq = ?",
  state: "SELECT state, webhook, grp FROM delivery WHERE seq = ?",
  end: "UPDATE delivery SET state = ?, reason = ?, attempts = attempts + ?, due_at = NULL, tried = 1, settled_at = ? WHERE seq = ? AND state = 0",
  succeed:
    "UPDATE delivery SET state = 1, reason = NULL, attempts = attempts + ?, due_at = NULL, settled_at = ? WHERE seq = ?",
  retry:
    "UPDATE delivery SET attempts = attempts + ?, due_at = ?, tried = 1 WHERE seq = ? AND state = 0",
  count: "UPDATE delivery SET attempts = attempts + ? WHERE seq = ?",
  attempt:
    "INSERT INTO attempt (delivery, number, record) SELECT ?1, (SELECT coalesce(max(number), 0) + 1 FROM attempt WHERE delivery = ?1), ?2",
  dropExtra: "DELETE FROM extra WHERE seq = ?",
} as const;

/** The writes of the queue, each within a transaction that somebody else began. */
export class FileWrites {
  readonly #run: { readonly [Name in keyof typeof sql]: SqliteStatement };
  #message: number;
  #delivery: number;

  constructor(db: SqliteDatabase) {
    const entries = Object.entries(sql).map(([name, text]) => [name, db.prepare(text)]);
    this.#run = Object.fromEntries(entries);
    const last = (table: string) =>
      Number(db.prepare(`SELECT max(seq) AS seq FROM ${table}`).get()?.seq ?? 0);
    this.#message = last("message");
    this.#delivery = last("delivery");
  }

  /** The row of the delivery that was written last. */
  get last(): number {
    return this.#delivery;
  }

  /** Stores a message, or finds that its key is there already. */
  publish(message: NewMessage, now: number, keyTtl = KEY_TTL): Written {
    const { idempotencyKey: key, deliveries } = message;
    if (key !== undefined) {
      const known = this.#run.key.get(key);
      if (known && now - (known.at as number) < keyTtl) {
        const receipt = JSON.parse(known.receipt as string) as PublishReceipt;
        return { receipt: { ...receipt, duplicate: true }, last: this.#delivery, startable: [] };
      }
    }
    // Rows are numbered here and never again, so that a claim of one that was removed cannot mean another.
    const seq = ++this.#message;
    const first = this.#delivery + 1;
    this.#run.message.run(
      seq,
      message.id,
      message.event,
      message.contentType,
      JSON.stringify(message.headers),
      message.body,
      message.createdAt,
      message.expiresAt,
      first,
      deliveries.length,
    );
    const startable: (Startable & { index: number })[] = [];
    for (const [index, delivery] of deliveries.entries()) {
      const startsNow = this.#insert(delivery, seq, message.createdAt);
      const { webhookId, group } = delivery;
      if (startsNow) startable.push({ webhookId, seq: this.#delivery, group, at: 0, index });
    }
    const receipt: PublishReceipt = {
      messageId: message.id,
      deliveries: deliveries.map(({ id, webhookId }) => ({ id, webhookId })),
      duplicate: false,
    };
    if (key !== undefined) this.#run.putKey.run(key, message.id, now, JSON.stringify(receipt));
    return { receipt, last: this.#delivery, startable };
  }

  #insert({ id, webhookId, group }: NewDelivery, message: number, createdAt: number): boolean {
    const startsNow = group === null || !this.#isStarted(webhookId, group);
    const dueAt = startsNow ? 0 : null;
    const seq = ++this.#delivery;
    this.#run.delivery.run(seq, id, message, webhookId, group, createdAt, createdAt, dueAt);
    return startsNow;
  }

  /** Whether a first attempt of the group may be made already, or is being made. */
  #isStarted(webhookId: string, group: string): boolean {
    return this.#run.head.get(webhookId, group) !== undefined;
  }

  /** Lets a group's next first attempt start, unless one of it may already. */
  moveOn(webhookId: string, group: string): Startable | undefined {
    if (this.#isStarted(webhookId, group)) return undefined;
    const seq = this.#run.follower.get(webhookId, group)?.seq as number | undefined;
    if (seq === undefined) return undefined;
    this.#run.start.run(seq);
    return { webhookId, seq, group, at: 0 };
  }

  /** Where a delivery stands; undefined when it is not there. */
  find(seq: number) {
    const row = this.#run.state.get(seq);
    return (
      row && {
        state: stateName(row.state),
        webhookId: row.webhook as string,
        group: row.grp as string | null,
      }
    );
  }

  /** Writes an attempt to the log. */
  log(seq: number, attempt: AttemptRecord): void {
    this.#run.attempt.run(seq, JSON.stringify(attempt));
  }

  /** Ends a delivery that waits; false when it has ended before, or is gone. */
  end(seq: number, state: DeliveryState, reason: string | null, counted: 0 | 1, now: number) {
    const { changes } = this.#run.end.run(stateNumber(state), reason, counted, now, seq);
    return Number(changes) > 0;
  }

  /** Ends a delivery as delivered, whatever its state was. */
  succeed(seq: number, counted: 0 | 1, now: number): void {
    this.#run.succeed.run(counted, now, seq);
  }

  /** Lets a delivery wait for its next attempt; false when it has ended before, or is gone. */
  retry(seq: number, at: number, counted: 0 | 1): boolean {
    return Number(this.#run.retry.run(counted, at, seq).changes) > 0;
  }

  /** Counts an attempt of a delivery that has ended before. */
  count(seq: number, counted: 0 | 1): void {
    if (counted) this.#run.count.run(counted, seq);
  }

  dropExtra(extra: number): void {
    this.#run.dropExtra.run(extra);
  }
}

import { KEY_TTL, stateName, stateNumber } from "../internal/states.ts";
import type { DeliveryState } from "../records.ts";
import type { SqliteDatabase, SqliteStatement } from "./driver.ts";
import type { FileWrites, Startable } from "./file-writes.ts";

/** A delivery that changed its state, or went away. */
export interface Moved {
  readonly webhookId: string;
  readonly seq: number;
  readonly from: DeliveryState;
  readonly to: DeliveryState | undefined;
}

/** What changes in memory after upkeep in the file. */
export interface Change {
  readonly moved: readonly Moved[];
  readonly extras: readonly number[];
  readonly startable: readonly Startable[];
}

const sql = {
  delivery: "SELECT seq, webhook, grp FROM delivery WHERE id = ?",
  putExtra: "INSERT INTO extra (seq, delivery, webhook) VALUES (?, ?, ?)",
  lastExtra: "SELECT max(seq) AS seq FROM extra",
  extrasOfWebhook: "SELECT seq FROM extra WHERE webhook = ?",
  extrasOf: "SELECT extra.seq FROM extra WHERE delivery BETWEEN ? AND ?",
  dropExtra: "DELETE FROM extra WHERE seq = ?",
  dead: "SELECT seq, grp FROM delivery WHERE webhook = ? AND state = 2 AND created_at >= ? AND created_at < ? ORDER BY seq",
  again:
    "UPDATE delivery SET state = 0, reason = NULL, attempts = 0, tried = 0, scheduled_since = ?, due_at = ?, settled_at = NULL WHERE seq = ?",
  waiting: "SELECT seq FROM delivery WHERE webhook = ? AND state = 0",
  cancel:
    "UPDATE delivery SET state = ?, reason = ?, due_at = NULL, tried = 1, settled_at = ? WHERE webhook = ? AND state = 0",
  message: "SELECT seq, first, count FROM message WHERE id = ?",
  expired: "SELECT id FROM message WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
  deliveries: "SELECT seq, webhook, grp, state FROM delivery WHERE seq BETWEEN ? AND ?",
  dropDeliveries: "DELETE FROM delivery WHERE seq BETWEEN ? AND ?",
  dropAttempts: "DELETE FROM attempt WHERE delivery BETWEEN ? AND ?",
  dropExtras: "DELETE FROM extra WHERE delivery BETWEEN ? AND ?",
  dropMessage: "DELETE FROM message WHERE seq = ?",
  dropKey: "DELETE FROM idempotency WHERE message = ?",
  dropKeys: "DELETE FROM idempotency WHERE at <= ?",
} as const;

/** What people ask for, and what time does: each within a transaction that somebody else began. */
export class FileUpkeep {
  readonly #run: { readonly [Name in keyof typeof sql]: SqliteStatement };
  readonly #writes: FileWrites;
  #extra: number;

  constructor(db: SqliteDatabase, writes: FileWrites) {
    const entries = Object.entries(sql).map(([name, text]) => [name, db.prepare(text)]);
    this.#run = Object.fromEntries(entries);
    this.#writes = writes;
    this.#extra = Number(this.#run.lastExtra.get()?.seq ?? 0);
  }

  /** Adds an extra attempt; undefined when the delivery is not there. */
  redeliver(id: string): { delivery: Omit<Startable, "at">; extra: number } | undefined {
    const row = this.#run.delivery.get(id);
    if (!row) return undefined;
    const extra = ++this.#extra;
    const { seq, webhook, grp } = row;
    this.#run.putExtra.run(extra, seq as number, webhook as string);
    const group = grp as string | null;
    return { delivery: { webhookId: webhook as string, seq: seq as number, group }, extra };
  }

  /**
   * Starts the schedule of dead letters again.
   *
   * @param isClaimed - whether the last attempt of one is still running: what comes of it decides.
   */
  recover(
    webhookId: string,
    { since, until }: { since: number; until: number },
    now: number,
    isClaimed: (seq: number) => boolean,
  ): Change {
    const moved: Moved[] = [];
    const startable: Startable[] = [];
    const groups = new Set<string>();
    for (const { seq: value, grp } of this.#run.dead.all(webhookId, since, until)) {
      const seq = value as number;
      const group = grp as string | null;
      const waits = group !== null && !isClaimed(seq);
      this.#run.again.run(now, waits ? null : 0, seq);
      moved.push({ webhookId, seq, from: "dead", to: "waiting" });
      if (waits) groups.add(group);
      else startable.push({ webhookId, seq, group, at: 0 });
    }
    return { moved, extras: [], startable: [...startable, ...this.#moveOn(webhookId, groups)] };
  }

  /** Ends all that waits for a webhook. */
  cancel(webhookId: string, state: "dead" | "cancelled", reason: string, now: number): Change {
    const moved = this.#run.waiting.all(webhookId).map(
      ({ seq }): Moved => ({
        webhookId,
        seq: seq as number,
        from: "waiting",
        to: state,
      }),
    );
    this.#run.cancel.run(stateNumber(state), reason, now, webhookId);
    const extras = this.#run.extrasOfWebhook.all(webhookId).map(({ seq }) => seq as number);
    for (const extra of extras) this.#run.dropExtra.run(extra);
    return { moved, extras, startable: [] };
  }

  /** Removes a message with all that belongs to it; undefined when it is not there. */
  erase(messageId: string): Change | undefined {
    const message = this.#run.message.get(messageId);
    if (!message) return undefined;
    const first = message.first as number;
    const last = first + (message.count as number) - 1;
    const rows = this.#run.deliveries.all(first, last);
    const extras = this.#run.extrasOf.all(first, last).map(({ seq }) => seq as number);
    this.#run.dropDeliveries.run(first, last);
    this.#run.dropAttempts.run(first, last);
    this.#run.dropExtras.run(first, last);
    this.#run.dropMessage.run(message.seq as number);
    this.#run.dropKey.run(messageId);
    const moved: Moved[] = [];
    const startable: Startable[] = [];
    for (const { seq, webhook, grp, state } of rows) {
      const webhookId = webhook as string;
      moved.push({ webhookId, seq: seq as number, from: stateName(state), to: undefined });
      if (grp !== null) startable.push(...this.#moveOn(webhookId, [grp as string]));
    }
    return { moved, extras, startable };
  }

  /** Removes messages whose time is over, and keys that are too old. */
  expire(limit: number, now: number, keyTtl = KEY_TTL): Change & { readonly count: number } {
    this.#run.dropKeys.run(now - keyTtl);
    const changes = this.#run.expired.all(now, limit).flatMap(({ id }) => {
      const key = this.erase(id as string);
      return key ? [key] : [];
    });
    return {
      count: changes.length,
      moved: changes.flatMap(({ moved }) => moved),
      extras: changes.flatMap(({ extras }) => extras),
      startable: changes.flatMap(({ startable }) => startable),
    };
  }

  #moveOn(webhookId: string, groups: Iterable<string>): Startable[] {
    return [...groups].flatMap((group) => this.#writes.moveOn(webhookId, group) ?? []);
  }
}

import { placeOf } from "../internal/cursor.ts";
import { stateName, stateNumber } from "../internal/states.ts";
import type {
  AttemptRecord,
  DeliveryFilter,
  DeliveryPage,
  DeliveryRecord,
  QueueStats,
  StoredMessage,
  StoreStats,
} from "../records.ts";
import type { Database, Row } from "./database.ts";

const columns =
  "d.seq, d.id, d.webhook, d.grp, d.state, d.reason, d.attempts, d.created_at, d.next_at, d.settled_at, m.id AS message_id, m.event";

/** Reads one message. */
export async function readMessage(
  db: Database,
  s: string,
  id: string,
): Promise<StoredMessage | undefined> {
  const [row] = await db.rows(
    `SELECT id AS message_id, event, content_type, headers, body, created_at FROM ${s}.message WHERE id = $1`,
    [id],
  );
  return row && messageOf(row);
}

/** A message, of a row whose columns are named as those of a claim. */
export function messageOf(row: Row): StoredMessage {
  return {
    id: row.message_id,
    event: row.event,
    body: row.body,
    contentType: row.content_type,
    headers: JSON.parse(row.headers),
    createdAt: row.created_at,
  };
}

/** Reads one delivery with its attempts. */
export async function readDelivery(db: Database, s: string, id: string) {
  const [row] = await db.rows(
    `SELECT ${columns}, (SELECT json_agg(a.record ORDER BY a.number) FROM ${s}.attempt a WHERE a.delivery = d.seq) AS log
     FROM ${s}.delivery d JOIN ${s}.message m ON m.seq = d.message WHERE d.id = $1`,
    [id],
  );
  if (!row) return undefined;
  const attempts = ((row.log as string[] | null) ?? []).map(
    (record): AttemptRecord => JSON.parse(record),
  );
  return { delivery: recordOf(row), attempts };
}

/** Lists deliveries, newest first. */
export async function readPage(
  db: Database,
  s: string,
  filter: DeliveryFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Promise<DeliveryPage> {
  const where: string[] = [];
  const values: unknown[] = [];
  const also = (text: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    where.push(text.replace("?", `$${values.length}`));
  };
  also("d.webhook = ?", filter.webhookId);
  also("d.message = (SELECT seq FROM %.message WHERE id = ?)".replace("%", s), filter.messageId);
  also("m.event = ?", filter.event);
  const { states } = filter;
  if (states?.length === 1 && states[0] === "dead") {
    // Few among many: found by the table of dead letters.
    const own = filter.webhookId === undefined ? "" : "WHERE x.webhook = $1";
    where.push(`d.seq IN (SELECT x.delivery FROM ${s}.dead x ${own})`);
  }
  also("d.state = ANY (?)", states?.map(stateNumber));
  if (filter.failed) {
    where.push(
      `(d.state = ${stateNumber("dead")} OR d.state = ${stateNumber("waiting")} AND d.attempts > 0)`,
    );
  }
  also("d.created_at >= ?", filter.since);
  also("d.created_at < ?", filter.until);
  also("d.seq < ?", placeOf(cursor));
  const rows = await db.rows(
    `SELECT ${columns} FROM ${s}.delivery d JOIN ${s}.message m ON m.seq = d.message
     ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`} ORDER BY d.seq DESC LIMIT ${Math.floor(limit) + 1}`,
    values,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map(recordOf), cursor: last ? String(last.seq) : null };
}

/** Counts the numbers of the queue: one pass over what waits, and none over what was delivered. */
export async function readStats(db: Database, s: string): Promise<StoreStats> {
  const rows = await db.rows(
    `SELECT coalesce(j.webhook, x.webhook) AS webhook, coalesce(j.waiting, 0) AS waiting, coalesce(j.in_flight, 0) AS in_flight,
       coalesce(x.dead, 0) AS dead, j.oldest_at
     FROM (SELECT webhook, count(*) FILTER (WHERE token IS NULL AND NOT extra) AS waiting,
         count(*) FILTER (WHERE token IS NOT NULL) AS in_flight,
         min(created_at) FILTER (WHERE NOT extra AND NOT orphan) AS oldest_at
       FROM ${s}.job GROUP BY webhook) j
     FULL JOIN (SELECT webhook, count(*) AS dead FROM ${s}.dead GROUP BY webhook) x ON x.webhook = j.webhook`,
  );
  const webhooks: Record<string, QueueStats> = {};
  const total = { waiting: 0, inFlight: 0, dead: 0, oldestAt: null as number | null };
  for (const { webhook, waiting, in_flight: inFlight, dead, oldest_at: oldestAt } of rows) {
    if (waiting + inFlight + dead === 0) continue;
    webhooks[webhook] = { waiting, inFlight, dead, oldestAt };
    total.waiting += waiting;
    total.inFlight += inFlight;
    total.dead += dead;
    if (oldestAt !== null) total.oldestAt = Math.min(total.oldestAt ?? oldestAt, oldestAt);
  }
  return { ...total, webhooks };
}

function recordOf(row: Row): DeliveryRecord {
  return {
    id: row.id,
    messageId: row.message_id,
    webhookId: row.webhook,
    event: row.event,
    group: row.grp,
    state: stateName(row.state),
    reason: row.reason,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAt: row.next_at,
    settledAt: row.settled_at,
  };
}

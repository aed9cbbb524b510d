import { webhookChanged } from "../internal/webhook-changed.ts";
import { freshState, type WebhookRecord, type WebhookState } from "../records.ts";
import type { Database, Row } from "./database.ts";

/** The webhooks and states of the PostgreSQL store, apart from its queue. */
export class PostgresWebhooks {
  readonly #db: Database;
  readonly #schema: string;
  readonly #now: () => number;

  constructor(db: Database, schema: string, now: () => number) {
    this.#db = db;
    this.#schema = schema;
    this.#now = now;
  }

  async webhook(id: string): Promise<WebhookRecord | undefined> {
    const [row] = await this.#db.rows(`SELECT * FROM ${this.#schema}.webhook WHERE id = $1`, [id]);
    return row && recordOf(row);
  }

  async webhooks(): Promise<readonly WebhookRecord[]> {
    const rows = await this.#db.rows(`SELECT * FROM ${this.#schema}.webhook ORDER BY seq`);
    return rows.map(recordOf);
  }

  put(id: string, document: string, version: number): Promise<WebhookRecord> {
    const s = this.#schema;
    return this.#db.transaction(async (client) => {
      const now = this.#now();
      const { rows } = await client.query<Row>(
        version === 0
          ? `INSERT INTO ${s}.webhook (id, document, version, created_at, updated_at) VALUES ($1, $2, $3 + 1, $4, $4)
             ON CONFLICT (id) DO NOTHING RETURNING *`
          : `UPDATE ${s}.webhook SET document = $2, version = version + 1, updated_at = $4 WHERE id = $1 AND version = $3 RETURNING *`,
        [id, document, version, now],
      );
      const [row] = rows;
      if (!row) {
        const found = await client.query(`SELECT version FROM ${s}.webhook WHERE id = $1`, [id]);
        throw webhookChanged(id, version, found.rows[0]?.version ?? 0);
      }
      await client.query(`UPDATE ${s}.revision SET number = number + 1`);
      return recordOf(row);
    });
  }

  delete(id: string): Promise<boolean> {
    const s = this.#schema;
    return this.#db.transaction(async (client) => {
      const { rowCount } = await client.query(`DELETE FROM ${s}.webhook WHERE id = $1`, [id]);
      await client.query(
        `UPDATE ${s}.lane SET state = NULL, status = 'active', held_until = 0 WHERE webhook = $1`,
        [id],
      );
      await client.query(`UPDATE ${s}.revision SET number = number + 1`);
      return (rowCount ?? 0) > 0;
    });
  }

  async states(): Promise<ReadonlyMap<string, WebhookState>> {
    const rows = await this.#db.rows(
      `SELECT webhook, state FROM ${this.#schema}.lane WHERE state IS NOT NULL`,
    );
    return new Map(rows.map(({ webhook, state }) => [webhook, stateOf(state)]));
  }

  updateState(webhookId: string, change: (state: WebhookState) => WebhookState) {
    const s = this.#schema;
    return this.#db.transaction(async (client) => {
      await client.query(`INSERT INTO ${s}.lane (webhook) VALUES ($1) ON CONFLICT DO NOTHING`, [
        webhookId,
      ]);
      const { rows } = await client.query<Row>(
        `SELECT state FROM ${s}.lane WHERE webhook = $1 FOR UPDATE`,
        [webhookId],
      );
      const before = stateOf(rows[0]?.state ?? null);
      const after = change(before);
      if (after !== before) {
        const wait = after.heldUntil === null ? null : Math.ceil(after.heldUntil - this.#now());
        await client.query(
          `UPDATE ${s}.lane SET state = $2, status = $3, held_until = coalesce(${s}.now_ms() + $4::bigint, 0) WHERE webhook = $1`,
          [webhookId, JSON.stringify(after), after.status, wait],
        );
        await client.query(`UPDATE ${s}.revision SET number = number + 1`);
        await client.query(`SELECT ${s}.tell(ARRAY[$1::text], NULL)`, [webhookId]);
      }
      return { before, after };
    });
  }

  async revision(): Promise<number> {
    const [row] = await this.#db.rows(`SELECT number FROM ${this.#schema}.revision`);
    return row?.number ?? 0;
  }
}

function recordOf(row: Row): WebhookRecord {
  return {
    id: row.id,
    document: row.document,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What an older version wrote may know fewer fields. */
function stateOf(text: string | null): WebhookState {
  return text === null ? freshState : { ...freshState, ...JSON.parse(text) };
}

import type { Claim } from "../records.ts";
import type { ClaimRequest, ClaimResult } from "../store.ts";
import type { Database, Row } from "./database.ts";
import type { Lanes } from "./lanes.ts";
import { messageOf } from "./postgres-reads.ts";
import type { ServerClock } from "./server-clock.ts";
import { tokenOf } from "./settle-values.ts";

/** How often to look for what nobody has told of, in milliseconds. */
const POLL = 1_000;
/** How often claims are taken back whose lease is over, in milliseconds. */
const GIVE_BACK = 200;
/** How soon to look again at a webhook that another process is just claiming for, in milliseconds. */
const BUSY = 10;
/** How soon to look again where something is due that may not start yet, in milliseconds. */
const HELD_UP = 50;

/** Claims from the database, webhook by webhook in turn. */
export class Claimer {
  readonly #db: Database;
  readonly #schema: string;
  readonly #lanes: Lanes;
  readonly #now: () => number;
  readonly #clock: ServerClock;
  #givenBackAt = Number.NEGATIVE_INFINITY;

  constructor(db: Database, schema: string, lanes: Lanes, now: () => number, clock: ServerClock) {
    this.#db = db;
    this.#schema = schema;
    this.#lanes = lanes;
    this.#now = now;
    this.#clock = clock;
  }

  async claim(request: ClaimRequest): Promise<ClaimResult> {
    const started = this.#now();
    if (Math.abs(started - this.#givenBackAt) >= GIVE_BACK) {
      this.#givenBackAt = started;
      await this.#clock.measure(this.#db, `SELECT ${this.#schema}.give_back() AS now`);
    }
    let scanned = !this.#lanes.complete;
    if (scanned) await this.#scan();
    for (;;) {
      const now = this.#now();
      const webhooks = this.#lanes.take(request.limit, now);
      if (webhooks.length > 0) {
        const claims = await this.#claimFor(webhooks, request);
        if (claims.length > 0) return { claims, nextAt: this.#nextAt() };
      } else {
        if (scanned || !this.#lanes.mayScan(now)) return { claims: [], nextAt: this.#nextAt() };
        scanned = true;
        await this.#scan();
      }
    }
  }

  async #claimFor(webhooks: readonly string[], request: ClaimRequest): Promise<Claim[]> {
    const rates = webhooks.map((webhookId) => request.rate(webhookId));
    const share = Math.ceil(request.limit / webhooks.length);
    let rows: Row[];
    try {
      rows = await this.#db.rows(
        `SELECT * FROM ${this.#schema}.claim($1::text[], $2::int[], $3::float8[], $4::float8[], $5::int, $6::bigint)`,
        [
          webhooks,
          webhooks.map((id) => Math.min(request.concurrency(id), 1_000_000)),
          rates.map((rate) => rate?.count ?? null),
          rates.map((rate) => rate?.perMs ?? null),
          share,
          Math.ceil(request.leaseMs),
        ],
      );
    } catch (error) {
      for (const webhookId of webhooks) this.#lanes.hint(webhookId, 0);
      throw error;
    }
    const claims: Claim[] = [];
    const claimed = new Set<string>();
    const busy = new Set(webhooks);
    const now = this.#now();
    for (const row of rows) {
      if (row.token !== null) {
        claims.push(claimOf(row));
        claimed.add(row.webhook);
        continue;
      }
      busy.delete(row.webhook);
      this.#learn(row, claimed.has(row.webhook), now);
    }
    for (const webhookId of busy) this.#lanes.hint(webhookId, now + BUSY);
    return claims;
  }

  /** What the database says about a webhook after claiming for it. */
  #learn(row: Row, gave: boolean, now: number): void {
    // `job`: whether anything waits; `next_at` by the server's clock, a time that never comes where as many run as may.
    if (row.job === 0 || row.next_at === null || row.next_at === Number.MAX_SAFE_INTEGER) return;
    // `delivery`: the server's time.
    if (row.next_at > row.delivery) {
      this.#lanes.hint(row.webhook, this.#clock.toHost(row.next_at));
    } else {
      this.#lanes.hint(row.webhook, gave ? 0 : now + HELD_UP);
    }
  }

  /** Looks for all webhooks that have work: one step of the index for each, however much waits. */
  async #scan(): Promise<void> {
    const s = this.#schema;
    const rows = await this.#db.rows(
      `WITH RECURSIVE x AS (
         (SELECT webhook, due_at FROM ${s}.job WHERE token IS NULL AND NOT blocked ORDER BY webhook, due_at, seq LIMIT 1)
         UNION ALL
         SELECT n.webhook, n.due_at FROM x CROSS JOIN LATERAL (
           SELECT webhook, due_at FROM ${s}.job j WHERE j.token IS NULL AND NOT j.blocked AND j.webhook > x.webhook
           ORDER BY j.webhook, j.due_at, j.seq LIMIT 1) n)
       SELECT webhook, due_at, due_at <= ${s}.now_ms() AS due FROM (
         SELECT x.webhook, greatest(x.due_at, l.held_until) AS due_at
         FROM x LEFT JOIN ${s}.lane l ON l.webhook = x.webhook WHERE coalesce(l.status, 'active') = 'active') y`,
    );
    const found = new Map<string, number>(
      rows.map(({ webhook, due_at, due }) => [webhook, due ? 0 : this.#clock.toHost(due_at)]),
    );
    this.#lanes.scanned(found, this.#now());
  }

  #nextAt(): number {
    const now = this.#now();
    return Math.min(this.#lanes.nextAt() ?? Number.POSITIVE_INFINITY, now + POLL);
  }
}

function claimOf(row: Row): Claim {
  return {
    token: tokenOf(row as { job: number; delivery: number; token: number }),
    kind: row.extra ? "extra" : "scheduled",
    deliveryId: row.id,
    webhookId: row.webhook,
    attempts: row.attempts,
    scheduledSince: row.scheduled_since,
    message: messageOf(row),
  };
}

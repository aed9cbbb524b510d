import { EmitterError } from "../../errors.ts";
import { KEY_TTL, stateName, stateNumber } from "../internal/states.ts";
import type {
  DeliveryFilter,
  NewMessage,
  Outcome,
  PublishReceipt,
  WebhookRecord,
  WebhookState,
} from "../records.ts";
import type { ClaimRequest, ClaimResult, EmitterStore, Settled, StoreHost } from "../store.ts";
import { type PostgresAddress, readAddress } from "./address.ts";
import { Claimer } from "./claimer.ts";
import { Coalescer } from "./coalescer.ts";
import { Counts } from "./counts.ts";
import { Database, databaseError, openPool } from "./database.ts";
import { checkExecutor } from "./executors.ts";
import { Lanes } from "./lanes.ts";
import { Listener, type Told } from "./listener.ts";
import { migrate } from "./migrate.ts";
import { readDelivery, readMessage, readPage, readStats } from "./postgres-reads.ts";
import { PostgresWebhooks } from "./postgres-webhooks.ts";
import {
  type Published,
  publishStatement,
  publishValues,
  receiptsOf,
} from "./publish-statement.ts";
import { ServerClock } from "./server-clock.ts";
import { readToken, settleValue } from "./settle-values.ts";

/** Messages stored with one statement at most. */
const MOST = 500;
/** How often groups are looked after whose follower nobody has let go on, in milliseconds. */
const UNBLOCK = 60_000;
/** How long the server may take at closing, in milliseconds; then the connections are cut, and claims end with their lease. */
const CLOSE_WITHIN = 5_000;

interface Open {
  readonly db: Database;
  /** Ends every connection at once. */
  readonly cut: () => void;
  readonly listener: Listener;
  readonly claimer: Claimer;
  readonly webhooks: PostgresWebhooks;
  readonly counts: Counts;
  readonly unblockTimer: NodeJS.Timeout;
}

/**
 * Keeps everything in a schema of PostgreSQL, which any number of processes share: `pg`, and claims by `FOR UPDATE SKIP LOCKED`.
 *
 * Not pg-boss, whose types and source (12.38) were read for it: its `fetch` takes the oldest jobs of the whole queue and drops
 * those of groups that are full afterwards, so that one slow webhook's backlog blocks all others; its strict order
 * (`key_strict_fifo`) lets a retry hold up what follows; a group has neither a rate nor a pause; and it declares Node 22.12.
 */
export class PostgresEmitterStore implements EmitterStore {
  readonly kind = "postgres";
  readonly claims = "shared";
  readonly #address: PostgresAddress;
  readonly #lanes = new Lanes();
  readonly #clock = new ServerClock(() => this.#host.now());
  /** Claims of this process, with their webhooks. */
  readonly #held = new Map<string, string>();
  readonly #publishing: Coalescer<NewMessage, PublishReceipt>;
  /** Apart from the others: one with a key may have to wait for somebody else's transaction. */
  readonly #publishingOnce: Coalescer<NewMessage, PublishReceipt>;
  #host: StoreHost = { now: Date.now, onWork() {}, onError() {} };
  #open: Open | undefined;

  constructor(address: string) {
    this.#address = readAddress(address);
    const alone = (error: unknown) =>
      !(error instanceof EmitterError) || !/cannot be reached|not open/.test(error.message);
    const write = (messages: readonly NewMessage[]) => this.#store(messages);
    this.#publishing = new Coalescer(write, MOST, 2, alone);
    this.#publishingOnce = new Coalescer(write, MOST, 2, alone);
  }

  async open(host: StoreHost): Promise<void> {
    this.#host = host;
    const { shown, schema } = this.#address;
    const tell = (error: unknown) => host.onError(databaseError(error, shown));
    const { pool, connect, cut } = await openPool(this.#address, tell);
    const db = new Database(pool, shown);
    const listener = new Listener(connect, schema, (told) => this.#told(told), tell);
    try {
      await migrate(db, schema, shown);
      await listener.open();
      await this.#clock.measure(db, `SELECT ${schema}.give_back() AS now`);
      await db.rows(`SELECT ${schema}.unblock_all()`);
    } catch (error) {
      await listener.close();
      await db.close();
      throw databaseError(error, shown);
    }
    const unblockTimer = setInterval(() => this.#unblock(undefined), UNBLOCK);
    unblockTimer.unref();
    const now = () => this.#host.now();
    this.#open = {
      db,
      cut,
      listener,
      unblockTimer,
      webhooks: new PostgresWebhooks(db, schema, now),
      counts: new Counts(() => readStats(db, schema)),
      claimer: new Claimer(db, schema, this.#lanes, now, this.#clock),
    };
  }

  async close(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    clearInterval(open.unblockTimer);
    const timer = setTimeout(open.cut, CLOSE_WITHIN);
    await this.release([...this.#held.keys()]).catch(this.#host.onError);
    this.#open = undefined;
    this.#host = { now: this.#host.now, onWork() {}, onError() {} };
    await open.listener.close();
    await open.db.close();
    clearTimeout(timer);
  }

  async publish(message: NewMessage, tx?: unknown): Promise<PublishReceipt> {
    this.#use();
    if (tx === undefined) {
      const { idempotencyKey } = message;
      return (idempotencyKey === undefined ? this.#publishing : this.#publishingOnce).add(message);
    }
    const executor = checkExecutor(tx);
    const statement = publishStatement(this.#address.schema, true, this.#host.keyTtl);
    // What fails here is the caller's own connection: the driver's error goes to the code that began the transaction.
    const { rows } = await executor.query(statement, publishValues([message]));
    const answer = (rows[0] as { published: Published | string } | undefined)?.published;
    const published = typeof answer === "string" ? (JSON.parse(answer) as Published) : answer;
    if (!published) {
      throw new EmitterError(
        "tx_unsupported",
        "publish: tx: expected query() to resolve to { rows } with the row of the statement, got none",
      );
    }
    return receiptsOf([message], published)[0] as PublishReceipt;
  }

  async claim(request: ClaimRequest): Promise<ClaimResult> {
    const result = await this.#use().claimer.claim(request);
    for (const { token, webhookId } of result.claims) this.#held.set(token, webhookId);
    return result;
  }

  async renew(tokens: readonly string[], leaseMs: number): Promise<void> {
    if (tokens.length === 0) return;
    const { schema } = this.#address;
    await this.#use().db.rows(
      `UPDATE ${schema}.job j SET lease_until = ${schema}.now_ms() + $3::bigint
       FROM unnest($1::bigint[], $2::bigint[]) AS x(job, token) WHERE j.seq = x.job AND j.token = x.token`,
      [...tokenColumns(tokens), Math.ceil(leaseMs)],
    );
  }

  async settle(outcomes: readonly Outcome[]): Promise<readonly Settled[]> {
    if (outcomes.length === 0) return [];
    const { schema } = this.#address;
    const now = Math.floor(this.#host.now());
    const rows = await this.#use().db.rows(
      `SELECT state FROM ${schema}.settle($1::text::jsonb, $2::bigint)`,
      [settleValue(outcomes, now), now],
    );
    for (const { token, next } of outcomes) {
      const webhookId = this.#held.get(token);
      this.#held.delete(token);
      if (webhookId === undefined) continue;
      // What has ended makes room for others of its webhook, or lets its group go on.
      this.#lanes.hint(webhookId, 0);
      if (next.state === "waiting") this.#lanes.hint(webhookId, next.at);
    }
    return rows.map(({ state }) => (state === null ? "gone" : stateName(state)));
  }

  async release(tokens: readonly string[], at?: number): Promise<void> {
    if (tokens.length === 0) return;
    const { schema } = this.#address;
    const wait = at === undefined ? null : Math.ceil(at - this.#host.now());
    const rows = await this.#use().db.rows(
      `WITH x AS MATERIALIZED (SELECT * FROM unnest($1::bigint[], $2::bigint[]) AS x(job, token)),
       gone AS (DELETE FROM ${schema}.job j USING x WHERE j.seq = x.job AND j.token = x.token AND j.orphan),
       back AS (
         UPDATE ${schema}.job j SET token = NULL, lease_until = NULL, due_at = coalesce(${schema}.now_ms() + $3::bigint, j.due_at)
         FROM x WHERE j.seq = x.job AND j.token = x.token AND NOT j.orphan RETURNING j.webhook),
       rated AS (
         UPDATE ${schema}.lane l SET tokens = l.tokens + b.n FROM (SELECT webhook, count(*) AS n FROM back GROUP BY 1) b
         WHERE l.webhook = b.webhook AND l.tokens IS NOT NULL)
       SELECT DISTINCT webhook FROM back`,
      [...tokenColumns(tokens), wait],
    );
    for (const token of tokens) this.#held.delete(token);
    for (const { webhook } of rows) this.#lanes.hint(webhook, at ?? 0);
    this.#host.onWork();
  }

  async message(id: string) {
    return readMessage(this.#use().db, this.#address.schema, id);
  }

  async delivery(id: string) {
    return readDelivery(this.#use().db, this.#address.schema, id);
  }

  async list(filter: DeliveryFilter, page: { limit: number; cursor?: string }) {
    return readPage(this.#use().db, this.#address.schema, filter, page);
  }

  async redeliver(id: string): Promise<boolean> {
    const { schema: s } = this.#address;
    const rows = await this.#use().db.rows(
      `WITH put AS (
         INSERT INTO ${s}.job (seq, delivery, message, webhook, created_at, due_at, extra)
         SELECT nextval('${s}.row_seq'), seq, message, webhook, created_at, ${s}.now_ms(), true FROM ${s}.delivery WHERE id = $1
         RETURNING webhook)
       SELECT webhook, ${s}.tell(ARRAY[webhook], NULL) FROM put`,
      [id],
    );
    for (const { webhook } of rows) this.#lanes.hint(webhook, 0);
    this.#host.onWork();
    return rows.length > 0;
  }

  async recover(webhookId: string, range: { since: number; until: number }): Promise<number> {
    const { since, until } = range;
    const now = Math.floor(this.#host.now());
    const count = await this.#number("recover($1, $2, $3, $4)", [webhookId, since, until, now]);
    this.#lanes.hint(webhookId, 0);
    this.#host.onWork();
    return count;
  }

  async cancel(webhookId: string, state: "dead" | "cancelled", reason: string): Promise<number> {
    const now = Math.floor(this.#host.now());
    const values = [webhookId, stateNumber(state), reason, now];
    return this.#number("cancel($1, $2::smallint, $3, $4)", values);
  }

  async erase(messageId: string): Promise<boolean> {
    const count = await this.#number("erase($1)", [messageId]);
    this.#host.onWork();
    return count > 0;
  }

  async expire(limit: number): Promise<number> {
    const now = Math.floor(this.#host.now());
    return this.#number("expire($1, $2, $3)", [
      now,
      limit,
      Math.ceil(this.#host.keyTtl ?? KEY_TTL),
    ]);
  }

  async webhook(id: string): Promise<WebhookRecord | undefined> {
    return this.#use().webhooks.webhook(id);
  }

  async webhooks(): Promise<readonly WebhookRecord[]> {
    return this.#use().webhooks.webhooks();
  }

  async putWebhook(id: string, document: string, version: number): Promise<WebhookRecord> {
    return this.#use().webhooks.put(id, document, version);
  }

  async deleteWebhook(id: string): Promise<boolean> {
    return this.#use().webhooks.delete(id);
  }

  async states(): Promise<ReadonlyMap<string, WebhookState>> {
    return this.#use().webhooks.states();
  }

  async updateState(webhookId: string, change: (state: WebhookState) => WebhookState) {
    const changed = await this.#use().webhooks.updateState(webhookId, change);
    this.#lanes.hint(webhookId, changed.after.heldUntil ?? 0);
    this.#host.onWork();
    return changed;
  }

  async revision(): Promise<number> {
    return this.#use().webhooks.revision();
  }

  async stats() {
    return this.#use().counts.read();
  }

  /** Writes a batch of messages. */
  async #store(messages: readonly NewMessage[]): Promise<readonly PublishReceipt[]> {
    const statement = publishStatement(this.#address.schema, false, this.#host.keyTtl);
    const [row] = await this.#use().db.rows(statement, publishValues(messages));
    const published = row?.published as Published;
    for (const { deliveries } of messages) {
      for (const { webhookId } of deliveries) this.#lanes.hint(webhookId, 0);
    }
    // Who ends the one before them meanwhile may not have seen them.
    if (published.blocked) this.#unblock(published.blocked);
    this.#host.onWork();
    return receiptsOf(messages, published);
  }

  #told({ webhooks, blocked }: Told): void {
    if (blocked.length > 0) this.#unblock(blocked);
    if (webhooks) for (const webhookId of webhooks) this.#lanes.hint(webhookId, 0);
    else {
      this.#lanes.forget();
      this.#unblock(undefined);
    }
    this.#host.onWork();
  }

  /** Lets groups go on whose next one was stored while the one before it ended; undefined: all groups. */
  #unblock(rows: readonly number[] | undefined): void {
    const { schema } = this.#address;
    const done = rows
      ? this.#open?.db.rows(`SELECT ${schema}.unblock($1::bigint[])`, [rows])
      : this.#open?.db.rows(`SELECT ${schema}.unblock_all()`);
    done?.then(() => this.#host.onWork(), this.#host.onError);
  }

  async #number(call: string, values: readonly unknown[]): Promise<number> {
    const [row] = await this.#use().db.rows(`SELECT ${this.#address.schema}.${call} AS n`, values);
    return Number(row?.n ?? 0);
  }

  #use(): Open {
    if (this.#open) return this.#open;
    throw new EmitterError(
      "store_unavailable",
      `the store ${this.#address.shown} is not open; expected open() before, and close() after it is used`,
    );
  }
}

/** Tokens as two columns. */
function tokenColumns(tokens: readonly string[]): [number[], number[]] {
  const all = tokens.map(readToken);
  return [all.map(({ job }) => job), all.map(({ token }) => token)];
}

import { checkNumber, checkOptions } from "@clustaar/webhook-core/endpoint";
import { EmitterError } from "../../errors.ts";
import { Fifo } from "../../internal/fifo.ts";
import { placeOf } from "../internal/cursor.ts";
import { Scheduler } from "../internal/scheduler.ts";
import { KEY_TTL } from "../internal/states.ts";
import type {
  AttemptRecord,
  DeliveryFilter,
  DeliveryRecord,
  DeliveryState,
  NewMessage,
  Outcome,
  PublishReceipt,
  QueueStats,
  StoredMessage,
  WebhookState,
} from "../records.ts";
import type { ClaimRequest, EmitterStore, Settled, StoreHost } from "../store.ts";
import { fits, MemoryEntry, MemoryJob, type MemoryMessage } from "./memory-entry.ts";
import { MemoryWebhooks } from "./memory-webhooks.ts";

/** What {@link memoryEmitterStore} can be told. */
export interface MemoryEmitterStoreOptions {
  /** How many messages are kept for lists and redelivery after their last delivery has ended. Default 10,000. */
  readonly keep?: number;
}

/**
 * Makes a store that keeps everything in the memory of the process, and loses it with the process: for tests, development and
 * events whose loss does not matter.
 *
 * @throws WebhookConfigError `config_invalid` when `keep` is not a number from 0 up.
 *
 * @example
 * ```ts
 * import { memoryEmitterStore } from "@clustaar/webhook-emitter";
 *
 * const store = memoryEmitterStore({ keep: 100 });
 * console.log(store.kind, store.claims); // "memory", "process"
 * ```
 */
export function memoryEmitterStore(options: MemoryEmitterStoreOptions = {}): EmitterStore {
  checkOptions("memoryEmitterStore", options, ["keep"]);
  const { keep = 10_000 } = options;
  return new MemoryEmitterStore(checkNumber("memoryEmitterStore: keep", keep, 0, "messages"));
}

class MemoryEmitterStore extends MemoryWebhooks implements EmitterStore {
  readonly kind = "memory";
  readonly claims = "process";
  readonly #keep: number;
  readonly #scheduler = new Scheduler<MemoryJob>();
  readonly #messages = new Map<string, MemoryMessage>();
  readonly #entries = new Map<string, MemoryEntry>();
  readonly #ended = new Fifo<MemoryMessage>();
  readonly #held = new Map<string, MemoryJob>();
  readonly #live = new Map<string, Set<MemoryEntry>>();
  readonly #counts = new Map<string, { inFlight: number; claimed: number; dead: number }>();
  readonly #keys = new Map<string, { receipt: PublishReceipt; at: number }>();
  #host: StoreHost = { now: Date.now, onWork() {}, onError() {} };
  #closed = false;
  #order = 0;
  #token = 0;

  constructor(keep: number) {
    super();
    this.#keep = keep;
  }

  async open(host: StoreHost): Promise<void> {
    this.#host = host;
    this.#closed = false;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.release([...this.#held.keys()]);
    this.#host = { now: this.#host.now, onWork() {}, onError() {} };
  }

  async publish(message: NewMessage, tx?: unknown): Promise<PublishReceipt> {
    if (tx !== undefined) {
      throw new EmitterError(
        "tx_unsupported",
        "publish: the store memory: has no transactions to join; leave tx out, or use postgres:",
      );
    }
    if (this.#closed) {
      throw new EmitterError("store_unavailable", "publish: the store memory: is closed");
    }
    const now = this.#host.now();
    const key = message.idempotencyKey;
    const known = key === undefined ? undefined : this.#keys.get(key);
    if (known && now - known.at < this.#keyTtl) return { ...known.receipt, duplicate: true };
    const owner: MemoryMessage = { message, entries: [], live: 0 };
    for (const delivery of message.deliveries) {
      const entry = new MemoryEntry(delivery, ++this.#order, owner);
      owner.entries.push(entry);
      this.#entries.set(entry.id, entry);
      this.#begin(entry);
      this.#scheduler.add(entry.job, now);
    }
    this.#messages.set(message.id, owner);
    if (owner.live === 0) this.#retire(owner);
    const deliveries = message.deliveries.map(({ id, webhookId }) => ({ id, webhookId }));
    const receipt = { messageId: message.id, deliveries, duplicate: false };
    if (key !== undefined) this.#keys.set(key, { receipt, at: now });
    this.#host.onWork();
    return receipt;
  }

  async claim(request: ClaimRequest) {
    const now = this.#host.now();
    const { jobs, nextAt } = this.#scheduler.take(request, now);
    const claims = jobs.map((job) => {
      const token = `${job.entry.id}/${++this.#token}`;
      job.claimed = true;
      const counts = this.#countsOf(job.webhookId);
      counts.inFlight++;
      if (job.kind === "scheduled") counts.claimed++;
      this.#held.set(token, job);
      return job.claim(token);
    });
    return { claims, nextAt };
  }

  async renew(): Promise<void> {}

  async settle(outcomes: readonly Outcome[]): Promise<readonly Settled[]> {
    return outcomes.map((outcome) => this.#settleOne(outcome));
  }

  async release(tokens: readonly string[], at?: number): Promise<void> {
    const now = this.#host.now();
    for (const token of tokens) {
      const job = this.#unclaim(token);
      if (!job) continue;
      if (this.#isOver(job)) this.#scheduler.end(job, now);
      else this.#scheduler.back(job, at ?? job.at, false, now);
    }
    this.#host.onWork();
  }

  async message(id: string): Promise<StoredMessage | undefined> {
    const found = this.#messages.get(id)?.message;
    if (!found) return undefined;
    const { event, body, contentType, headers, createdAt } = found;
    return { id, event, body, contentType, headers, createdAt };
  }

  async delivery(id: string) {
    const entry = this.#entries.get(id);
    return entry && { delivery: entry.record(), attempts: [...(entry.log ?? [])] };
  }

  async list(filter: DeliveryFilter, { limit, cursor }: { limit: number; cursor?: string }) {
    const before = placeOf(cursor) ?? Number.POSITIVE_INFINITY;
    const items: DeliveryRecord[] = [];
    let last: MemoryEntry | undefined;
    for (const entry of [...this.#entries.values()].reverse()) {
      if (entry.order >= before || !fits(entry, filter)) continue;
      if (items.length === limit) return { items, cursor: String(last?.order) };
      items.push(entry.record());
      last = entry;
    }
    return { items, cursor: null };
  }

  async redeliver(id: string): Promise<boolean> {
    const entry = this.#entries.get(id);
    if (!entry) return false;
    const now = this.#host.now();
    const extra = new MemoryJob("extra", entry, now);
    entry.extras ??= [];
    entry.extras.push(extra);
    entry.owner.live++;
    this.#scheduler.add(extra, now);
    this.#host.onWork();
    return true;
  }

  async recover(webhookId: string, range: { since: number; until: number }): Promise<number> {
    const now = this.#host.now();
    let count = 0;
    for (const entry of this.#entries.values()) {
      const { createdAt } = entry.owner.message;
      if (entry.webhookId !== webhookId || entry.state !== "dead") continue;
      if (createdAt < range.since || createdAt >= range.until) continue;
      this.#countsOf(webhookId).dead--;
      Object.assign(entry, { state: "waiting", reason: null, settledAt: null, attempts: 0 });
      entry.scheduledSince = now;
      this.#begin(entry);
      count++;
      if (entry.job.claimed) {
        // Its last attempt is still running: what comes of it decides.
        this.#countsOf(webhookId).claimed++;
        continue;
      }
      entry.job = new MemoryJob("scheduled", entry, now);
      this.#scheduler.add(entry.job, now);
    }
    const live = this.#live.get(webhookId);
    if (live && count > 0) {
      this.#live.set(webhookId, new Set([...live].sort((one, other) => one.order - other.order)));
    }
    this.#host.onWork();
    return count;
  }

  async cancel(webhookId: string, state: "dead" | "cancelled", reason: string): Promise<number> {
    const waiting = [...(this.#live.get(webhookId) ?? [])];
    for (const entry of waiting) this.#endNow(entry, state, reason);
    for (const entry of this.#entries.values()) {
      if (entry.webhookId === webhookId) this.#dropExtras(entry);
    }
    return waiting.length;
  }

  async erase(messageId: string): Promise<boolean> {
    const owner = this.#messages.get(messageId);
    if (!owner) return false;
    this.#remove(owner);
    for (const [key, { receipt }] of this.#keys) {
      if (receipt.messageId === messageId) this.#keys.delete(key);
    }
    return true;
  }

  async expire(limit: number): Promise<number> {
    const now = this.#host.now();
    for (const [key, { at }] of this.#keys) {
      if (now - at < this.#keyTtl) break;
      this.#keys.delete(key);
    }
    let count = 0;
    for (const owner of this.#messages.values()) {
      if (count >= limit || owner.message.expiresAt > now) break;
      this.#remove(owner);
      count++;
    }
    return count;
  }

  async stats() {
    const webhooks: Record<string, QueueStats> = {};
    const total = { waiting: 0, inFlight: 0, dead: 0, oldestAt: null as number | null };
    for (const [id, { inFlight, claimed, dead }] of this.#counts) {
      const live = this.#live.get(id);
      const [oldest] = live ?? [];
      const oldestAt = oldest?.owner.message.createdAt ?? null;
      const waiting = (live?.size ?? 0) - claimed;
      if (waiting + inFlight + dead === 0) continue;
      webhooks[id] = { waiting, inFlight, dead, oldestAt };
      total.waiting += waiting;
      total.inFlight += inFlight;
      total.dead += dead;
      if (oldestAt !== null) total.oldestAt = Math.min(total.oldestAt ?? oldestAt, oldestAt);
    }
    return { ...total, webhooks };
  }

  protected override stateChanged(webhookId: string, state: WebhookState): void {
    const active = state.status === "active";
    this.#scheduler.hold(webhookId, active ? (state.heldUntil ?? 0) : Number.POSITIVE_INFINITY);
    this.#host.onWork();
  }

  get #keyTtl(): number {
    return this.#host.keyTtl ?? KEY_TTL;
  }

  protected override now(): number {
    return this.#host.now();
  }

  #settleOne({ token, attempt, next }: Outcome): Settled {
    const job = this.#unclaim(token);
    if (!job) return this.#entries.get(token.slice(0, token.lastIndexOf("/")))?.state ?? "gone";
    const { entry } = job;
    const now = this.#host.now();
    if (attempt) this.#write(entry, attempt);
    if (job.kind === "extra") {
      this.#scheduler.end(job, now);
      if (next.state === "delivered") this.#endNow(entry, "delivered", null);
      this.#forgetExtra(job);
    } else {
      if (attempt?.counted) entry.attempts++;
      if (next.state === "waiting" && entry.state === "waiting") {
        this.#scheduler.back(job, next.at, true, now);
      } else {
        this.#scheduler.end(job, now);
        if (next.state === "delivered") this.#endNow(entry, "delivered", null);
        else if (next.state !== "waiting" && entry.state === "waiting") {
          this.#endNow(entry, next.state, next.reason);
        }
      }
    }
    return this.#entries.has(entry.id) ? entry.state : "gone";
  }

  /** Counts a delivery among those that have not ended. */
  #begin(entry: MemoryEntry): void {
    entry.owner.live++;
    let live = this.#live.get(entry.webhookId);
    if (!live) {
      live = new Set();
      this.#live.set(entry.webhookId, live);
    }
    live.add(entry);
    this.#countsOf(entry.webhookId);
  }

  /** Ends a delivery, wherever its next attempt stands; one that has ended already changes its state only. */
  #endNow(entry: MemoryEntry, state: DeliveryState, reason: string | null): void {
    const counts = this.#countsOf(entry.webhookId);
    if (entry.state === "dead") counts.dead--;
    if (state === "dead") counts.dead++;
    const wasWaiting = entry.state === "waiting";
    entry.state = state;
    entry.reason = reason;
    entry.settledAt = this.#host.now();
    if (!wasWaiting) return;
    this.#live.get(entry.webhookId)?.delete(entry);
    if (entry.job.claimed) counts.claimed--;
    else this.#scheduler.drop(entry.job, entry.settledAt);
    this.#lessLive(entry.owner);
  }

  #dropExtras(entry: MemoryEntry): void {
    for (const extra of [...(entry.extras ?? [])]) {
      if (extra.claimed) continue;
      this.#scheduler.drop(extra, this.#host.now());
      this.#forgetExtra(extra);
    }
  }

  #forgetExtra(extra: MemoryJob): void {
    const { entry } = extra;
    entry.extras = entry.extras?.filter((one) => one !== extra);
    this.#lessLive(entry.owner);
  }

  #unclaim(token: string): MemoryJob | undefined {
    const job = this.#held.get(token);
    if (!job) return undefined;
    this.#held.delete(token);
    const counts = this.#countsOf(job.webhookId);
    counts.inFlight--;
    if (job.kind === "scheduled" && job.entry.state === "waiting") counts.claimed--;
    job.claimed = false;
    return job;
  }

  #isOver({ entry, kind }: MemoryJob): boolean {
    return !this.#entries.has(entry.id) || (kind === "scheduled" && entry.state !== "waiting");
  }

  #write(entry: MemoryEntry, attempt: AttemptRecord): void {
    entry.log ??= [];
    entry.log.push(attempt);
  }

  #countsOf(webhookId: string) {
    let counts = this.#counts.get(webhookId);
    if (!counts) {
      counts = { inFlight: 0, claimed: 0, dead: 0 };
      this.#counts.set(webhookId, counts);
    }
    return counts;
  }

  #lessLive(owner: MemoryMessage): void {
    if (--owner.live === 0) this.#retire(owner);
  }

  /** Keeps a message whose deliveries have ended for a while, and lets the oldest one go. */
  #retire(owner: MemoryMessage): void {
    this.#ended.push(owner);
    while (this.#ended.size > this.#keep) {
      const oldest = this.#ended.shift();
      if (oldest && oldest.live === 0) this.#remove(oldest);
    }
  }

  #remove(owner: MemoryMessage): void {
    const now = this.#host.now();
    this.#messages.delete(owner.message.id);
    for (const entry of owner.entries) {
      if (!this.#entries.delete(entry.id)) continue;
      this.#dropQuietly(entry, now);
    }
  }

  #dropQuietly(entry: MemoryEntry, now: number): void {
    const counts = this.#countsOf(entry.webhookId);
    if (entry.state === "dead") counts.dead--;
    if (entry.state === "waiting") {
      this.#live.get(entry.webhookId)?.delete(entry);
      if (entry.job.claimed) counts.claimed--;
      else this.#scheduler.drop(entry.job, now);
      entry.state = "cancelled";
    }
    for (const extra of entry.extras ?? []) {
      if (!extra.claimed) this.#scheduler.drop(extra, now);
    }
  }
}

import { resolve } from "node:path";
import { EmitterError } from "../../errors.ts";
import type {
  Claim,
  DeliveryFilter,
  NewMessage,
  Outcome,
  PublishReceipt,
  WebhookRecord,
  WebhookState,
} from "../records.ts";
import type { ClaimRequest, ClaimResult, EmitterStore, Settled, StoreHost } from "../store.ts";
import { Counts } from "./counts.ts";
import { type FileLimits, fileError, type OwnedDatabase, openDatabase } from "./database.ts";
import type { FileJob } from "./file-job.ts";
import { FileQueue } from "./file-queue.ts";
import { FileReads } from "./file-reads.ts";
import { settleInFile, settleInMemory, standingOf } from "./file-settle.ts";
import { type Change, FileUpkeep } from "./file-upkeep.ts";
import { FileWebhooks } from "./file-webhooks.ts";
import { FileWrites } from "./file-writes.ts";
import { GroupCommit } from "./group-commit.ts";

interface Open {
  readonly owned: OwnedDatabase;
  readonly commit: GroupCommit;
  readonly writes: FileWrites;
  readonly reads: FileReads;
  readonly upkeep: FileUpkeep;
  readonly queue: FileQueue;
  readonly counts: Counts;
  readonly webhooks: FileWebhooks;
}

/**
 * Keeps everything in one SQLite file, which one process owns: what was accepted survives the process, and the machine.
 * Everything that is written within a turn of the event loop is one transaction; claims are in memory.
 */
export class FileEmitterStore implements EmitterStore {
  readonly kind = "file";
  readonly claims = "process";
  readonly #path: string;
  readonly #limits: FileLimits;
  #host: StoreHost = { now: Date.now, onWork() {}, onError() {} };
  #open: Open | undefined;
  readonly #held = new Map<string, FileJob>();
  /** Claims that the transaction of this turn ends; it may be done twice. */
  readonly #ending = new Set<FileJob>();
  #token = 0;

  constructor(path: string, limits: FileLimits = {}) {
    this.#path = resolve(path);
    this.#limits = limits;
  }

  /** The file's absolute path. */
  get path(): string {
    return this.#path;
  }

  async open(host: StoreHost): Promise<void> {
    this.#host = host;
    const owned = await openDatabase(this.#path, this.#limits);
    try {
      const { db } = owned;
      const commit = new GroupCommit({
        db,
        sync: owned.sync,
        onBegin: () => this.#ending.clear(),
        describe: (error) => fileError(error, this.#path),
      });
      const writes = new FileWrites(db);
      const queue = new FileQueue(db, writes.last);
      const stateChanged = (webhookId: string, { status, heldUntil }: WebhookState) => {
        queue.hold(webhookId, status === "active" ? (heldUntil ?? 0) : Number.POSITIVE_INFINITY);
        // The states that are read at the start come before anything can be claimed.
        if (this.#open) this.#host.onWork();
      };
      this.#open = {
        owned,
        commit,
        writes,
        queue,
        reads: new FileReads(db),
        upkeep: new FileUpkeep(db, writes),
        counts: new Counts(db),
        webhooks: new FileWebhooks(db, commit, () => this.#host.now(), stateChanged),
      };
    } catch (error) {
      owned.close();
      throw fileError(error, this.#path);
    }
  }

  async close(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    await open.commit.flush();
    if (this.#open !== open) return;
    this.#open = undefined;
    this.#held.clear();
    this.#host = { now: this.#host.now, onWork() {}, onError() {} };
    open.owned.close();
  }

  async publish(message: NewMessage, tx?: unknown): Promise<PublishReceipt> {
    if (tx !== undefined) {
      throw new EmitterError(
        "tx_unsupported",
        "publish: the store file: has no transactions to join; leave tx out, or use postgres:",
      );
    }
    const { commit, writes, queue, counts } = this.#use();
    const { receipt } = await commit.run(
      () => writes.publish(message, this.#host.now(), this.#host.keyTtl),
      (written) => {
        if (written.receipt.duplicate) return;
        const now = this.#host.now();
        const { id, event, body, contentType, headers, createdAt } = message;
        const stored = { id, event, body, contentType, headers, createdAt };
        queue.isOnDisk(written.last);
        for (const { webhookId } of message.deliveries) counts.of(webhookId).waiting++;
        for (const { index, ...one } of written.startable) {
          const deliveryId = message.deliveries[index]?.id ?? "";
          queue.add(one, now, {
            deliveryId,
            attempts: 0,
            scheduledSince: createdAt,
            message: stored,
          });
        }
        this.#host.onWork();
      },
    );
    return receipt;
  }

  async claim(request: ClaimRequest): Promise<ClaimResult> {
    const { queue, reads, counts } = this.#use();
    const now = this.#host.now();
    const claims: Claim[] = [];
    const { jobs, nextAt } = this.#reading(() => queue.take(request, now));
    // Read before any is claimed: a file that cannot be read gives all of them back.
    const all = jobs.map((job) => ({ job, loaded: queue.loadedOf(job) }));
    try {
      for (const one of all) one.loaded ??= reads.load(one.job.seq);
    } catch (error) {
      for (const job of jobs) queue.back(job, job.at, now);
      throw fileError(error, this.#path);
    }
    for (const { job, loaded } of all) {
      if (!loaded) {
        queue.end(job, now);
        continue;
      }
      const token = `${job.seq}.${++this.#token}`;
      job.claimed = true;
      const count = counts.of(job.webhookId);
      count.inFlight++;
      if (job.kind === "scheduled") count.claimed++;
      this.#held.set(token, job);
      const { kind, webhookId } = job;
      claims.push({ token, kind, webhookId, ...loaded });
    }
    return { claims, nextAt };
  }

  async renew(): Promise<void> {}

  async settle(outcomes: readonly Outcome[]): Promise<readonly Settled[]> {
    const { commit, writes, queue, counts } = this.#use();
    const ended = await commit.run(
      () => {
        const now = this.#host.now();
        return outcomes.map((outcome) => {
          const { token } = outcome;
          const job = this.#held.get(token);
          if (!job || this.#ending.has(job)) return standingOf(writes, Number.parseInt(token, 10));
          this.#ending.add(job);
          return { token, ...settleInFile(writes, job, outcome, now) };
        });
      },
      (all) => {
        const now = this.#host.now();
        for (const one of all) {
          if (typeof one === "string") continue;
          this.#held.delete(one.token);
          one.job.claimed = false;
          settleInMemory(queue, counts, one, now);
        }
      },
    );
    return ended.map((one) => (typeof one === "string" ? one : (one.to ?? "gone")));
  }

  async release(tokens: readonly string[], at?: number): Promise<void> {
    const { commit, queue, counts, writes } = this.#use();
    // In turn with all writes: what one of them has ended in the file is ended here as well by then.
    await commit.run(
      () => tokens.map((token) => writes.find(Number.parseInt(token, 10))),
      (all) => {
        const now = this.#host.now();
        for (const [index, token] of tokens.entries()) {
          const job = this.#held.get(token);
          if (!job) continue;
          this.#held.delete(token);
          job.claimed = false;
          const count = counts.of(job.webhookId);
          count.inFlight--;
          const found = all[index];
          const waits = found?.state === "waiting";
          if (waits && job.kind === "scheduled") count.claimed--;
          if (found && (waits || job.kind === "extra")) queue.back(job, at ?? job.at, now);
          else queue.end(job, now);
        }
        this.#host.onWork();
      },
    );
  }

  async message(id: string) {
    const { reads } = this.#use();
    return this.#reading(() => reads.message(id));
  }

  async delivery(id: string) {
    const { reads } = this.#use();
    return this.#reading(() => reads.delivery(id));
  }

  async list(filter: DeliveryFilter, { limit, cursor }: { limit: number; cursor?: string }) {
    const { reads } = this.#use();
    return this.#reading(() => reads.list(filter, limit, cursor));
  }

  async redeliver(id: string): Promise<boolean> {
    const { commit, upkeep, queue } = this.#use();
    const added = await commit.run(
      () => upkeep.redeliver(id),
      (one) => {
        if (!one) return;
        queue.addExtra(one.delivery, one.extra, this.#host.now());
        this.#host.onWork();
      },
    );
    return added !== undefined;
  }

  async recover(webhookId: string, range: { since: number; until: number }): Promise<number> {
    const { commit, upkeep, queue } = this.#use();
    const { moved } = await commit.run(
      () => upkeep.recover(webhookId, range, this.#host.now(), (seq) => queue.claimed(seq)),
      (change) => this.#apply(change),
    );
    return moved.length;
  }

  async cancel(webhookId: string, state: "dead" | "cancelled", reason: string): Promise<number> {
    const { commit, upkeep, queue } = this.#use();
    const { moved } = await commit.run(
      () => upkeep.cancel(webhookId, state, reason, this.#host.now()),
      (change) => {
        this.#apply(change);
        queue.dropAll(webhookId, this.#host.now());
      },
    );
    return moved.length;
  }

  async erase(messageId: string): Promise<boolean> {
    const { commit, upkeep } = this.#use();
    const change = await commit.run(
      () => upkeep.erase(messageId),
      (done) => done && this.#apply(done),
    );
    return change !== undefined;
  }

  async expire(limit: number): Promise<number> {
    const { commit, upkeep } = this.#use();
    const { count } = await commit.run(
      () => upkeep.expire(limit, this.#host.now(), this.#host.keyTtl),
      (change) => this.#apply(change),
    );
    return count;
  }

  async webhook(id: string): Promise<WebhookRecord | undefined> {
    const { webhooks } = this.#use();
    return this.#reading(() => webhooks.webhook(id));
  }

  async webhooks(): Promise<readonly WebhookRecord[]> {
    const { webhooks } = this.#use();
    return this.#reading(() => webhooks.webhooks());
  }

  async putWebhook(id: string, document: string, version: number): Promise<WebhookRecord> {
    return this.#use().webhooks.put(id, document, version);
  }

  async deleteWebhook(id: string): Promise<boolean> {
    return this.#use().webhooks.delete(id);
  }

  async states(): Promise<ReadonlyMap<string, WebhookState>> {
    const { webhooks } = this.#use();
    return this.#reading(() => webhooks.states());
  }

  async updateState(webhookId: string, change: (state: WebhookState) => WebhookState) {
    return this.#use().webhooks.updateState(webhookId, change);
  }

  async revision(): Promise<number> {
    return this.#use().webhooks.revision();
  }

  async stats() {
    const { counts } = this.#use();
    return this.#reading(() => counts.stats());
  }

  #apply({ moved, extras, startable }: Change): void {
    const { queue, counts } = this.#use();
    const now = this.#host.now();
    for (const { webhookId, seq, from, to } of moved) {
      counts.moved(webhookId, from, to, queue.claimed(seq));
      if (to !== "waiting") queue.drop(seq, now);
    }
    for (const extra of extras) queue.dropExtra(extra, now);
    for (const one of startable) queue.add(one, now);
    this.#host.onWork();
  }

  #use(): Open {
    if (this.#open) return this.#open;
    throw new EmitterError(
      "store_unavailable",
      `the store file:${this.#path} is not open; expected open() before, and close() after it is used`,
    );
  }

  #reading<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw fileError(error, this.#path);
    }
  }
}

import { Scheduler } from "../internal/scheduler.ts";
import type { ClaimRequest } from "../store.ts";
import type { SqliteDatabase, SqliteStatement } from "./driver.ts";
import { FileJob, type Loaded } from "./file-job.ts";
import type { Startable } from "./file-writes.ts";

/** Attempts of one webhook that are read from the file at a time. */
const WINDOW = 256;
/** Attempts in memory past which webhooks keep few, so that memory does not grow with what waits. */
const CROWDED = 20_000;
const FEW = 8;
/** Bytes of bodies that are kept from publishing to the first attempt, so that they need not be read again. */
const BODIES = 32 * 1024 * 1024;

interface Lane {
  /** Whether everything that is due is in memory. */
  complete: boolean;
  /** When the file has more that will be due; Infinity: never. */
  nextDue: number;
  /** Attempts of the schedule in memory. */
  size: number;
}

/**
 * What is due next, of a file that may hold far more than the memory should: a window for each webhook, filled up from the file
 * when it runs empty. What is claimed is known here alone, so that nothing has to be written for a claim.
 */
export class FileQueue {
  readonly #scheduler = new Scheduler<FileJob>((webhookId, now) => this.#refill(webhookId, now));
  readonly #lanes = new Map<string, Lane>();
  /** By the row of the delivery. */
  readonly #jobs = new Map<number, FileJob>();
  /** By the row of the extra attempt. */
  readonly #extras = new Map<number, FileJob>();
  readonly #atOnce: SqliteStatement;
  readonly #due: SqliteStatement;
  readonly #nextDue: SqliteStatement;
  #bodies = 0;
  /** Rows past this one may not be on disk yet. */
  #onDisk: number;

  /** @param last - the row of the last delivery. */
  constructor(db: SqliteDatabase, last: number) {
    this.#onDisk = last;
    this.#atOnce = db.prepare(
      "SELECT seq, grp FROM delivery WHERE webhook = ? AND due_at = 0 AND seq <= ? ORDER BY seq LIMIT ?",
    );
    this.#due = db.prepare(
      "SELECT seq, grp FROM delivery WHERE webhook = ? AND due_at > 0 AND due_at <= ? ORDER BY due_at, seq LIMIT ?",
    );
    this.#nextDue = db.prepare(
      "SELECT min(due_at) AS at FROM delivery WHERE webhook = ? AND due_at > ?",
    );
    // One step of the index for each webhook, however much waits for it.
    const step = db.prepare(
      "SELECT webhook FROM delivery WHERE due_at IS NOT NULL AND webhook > ? ORDER BY webhook LIMIT 1",
    );
    for (let row = step.get(""); row; row = step.get(row.webhook as string)) {
      this.#scheduler.look(row.webhook as string);
    }
    const extras = db.prepare(
      "SELECT extra.seq AS extra, d.seq, d.webhook, d.grp FROM extra JOIN delivery d ON d.seq = extra.delivery",
    );
    for (const { extra, seq, webhook, grp } of extras.all()) {
      const one = { webhookId: webhook as string, seq: seq as number, group: grp as string | null };
      this.addExtra(one, extra as number, 0);
    }
  }

  /** Deliveries up to this row may be sent. */
  isOnDisk(last: number): void {
    this.#onDisk = last;
  }

  /** An attempt of the schedule became due, or will be; the file has it already. */
  add({ webhookId, seq, group, at }: Startable, now: number, loaded?: Loaded): void {
    if (this.#jobs.has(seq)) return;
    const lane = this.#lane(webhookId);
    if (at > now) {
      lane.nextDue = Math.min(lane.nextDue, at);
      this.#scheduler.wake(webhookId, at);
      return;
    }
    // Behind others that only the file has, or that are due by now, it has to wait for its turn there.
    if (!lane.complete || lane.nextDue <= now || lane.size >= this.#window()) {
      lane.complete = false;
      this.#scheduler.look(webhookId);
      return;
    }
    const job = this.#hold(lane, new FileJob(webhookId, seq, group, now));
    if (loaded && this.#bodies < BODIES) {
      job.loaded = loaded;
      this.#bodies += loaded.message.body.byteLength;
    }
    this.#scheduler.add(job, now);
  }

  addExtra({ webhookId, seq, group }: Omit<Startable, "at">, extra: number, now: number): void {
    const job = new FileJob(webhookId, seq, group, now, extra);
    this.#extras.set(extra, job);
    this.#scheduler.add(job, now);
  }

  take(request: ClaimRequest, now: number): { jobs: FileJob[]; nextAt: number | null } {
    return this.#scheduler.take(request, now);
  }

  /** What was kept from publishing; it is let go. */
  loadedOf(job: FileJob): Loaded | undefined {
    const { loaded } = job;
    if (loaded) this.#bodies -= loaded.message.body.byteLength;
    job.loaded = undefined;
    return loaded;
  }

  /** A claim has ended for good, or goes on later, when the file says. */
  end(job: FileJob, now: number): void {
    this.#forget(job);
    this.#scheduler.end(job, now);
  }

  /** A claim was given back, as if it had never been made. */
  back(job: FileJob, at: number, now: number): void {
    this.#scheduler.back(job, at, false, now);
  }

  /** A delivery is not to be claimed any more. */
  drop(seq: number, now: number): void {
    const job = this.#jobs.get(seq);
    if (job && !job.claimed) this.#drop(job, now);
  }

  dropExtra(extra: number, now: number): void {
    const job = this.#extras.get(extra);
    if (job && !job.claimed) this.#drop(job, now);
  }

  /** Nothing that waits for a webhook is to be claimed any more. */
  dropAll(webhookId: string, now: number): void {
    for (const jobs of [this.#jobs, this.#extras]) {
      for (const job of [...jobs.values()]) {
        if (job.webhookId === webhookId && !job.claimed) this.#drop(job, now);
      }
    }
  }

  claimed(seq: number): boolean {
    return this.#jobs.get(seq)?.claimed === true;
  }

  hold(webhookId: string, until: number): void {
    this.#scheduler.hold(webhookId, until);
  }

  #drop(job: FileJob, now: number): void {
    this.#forget(job);
    this.#scheduler.drop(job, now);
  }

  #hold(lane: Lane, job: FileJob): FileJob {
    lane.size++;
    this.#jobs.set(job.seq, job);
    return job;
  }

  #forget(job: FileJob): void {
    this.loadedOf(job);
    if (job.kind === "extra") this.#extras.delete(job.extra);
    else if (this.#jobs.delete(job.seq)) this.#lane(job.webhookId).size--;
  }

  #window(): number {
    return this.#jobs.size < CROWDED ? WINDOW : FEW;
  }

  #refill(webhookId: string, now: number): number | null {
    const lane = this.#lane(webhookId);
    if (!lane.complete || lane.nextDue <= now) {
      // Half of it for retries, so that neither they nor what is new keeps the other waiting. Those in memory are in the answers
      // again, and skipped.
      const limit = this.#window() / 2 + lane.size;
      const due = this.#due.all(webhookId, now, limit);
      const atOnce = this.#atOnce.all(webhookId, this.#onDisk, limit);
      for (const row of [...due, ...atOnce]) {
        const seq = row.seq as number;
        if (this.#jobs.has(seq)) continue;
        const job = new FileJob(webhookId, seq, row.grp as string | null, now);
        this.#scheduler.add(this.#hold(lane, job), now);
      }
      lane.complete = due.length < limit && atOnce.length < limit;
      const next = lane.complete ? this.#nextDue.get(webhookId, now)?.at : null;
      lane.nextDue = (next as number | null | undefined) ?? Number.POSITIVE_INFINITY;
    }
    return Number.isFinite(lane.nextDue) ? lane.nextDue : null;
  }

  #lane(webhookId: string): Lane {
    let lane = this.#lanes.get(webhookId);
    if (!lane) {
      // Until the file was asked, it may have anything.
      lane = { complete: false, nextDue: Number.POSITIVE_INFINITY, size: 0 };
      this.#lanes.set(webhookId, lane);
    }
    return lane;
  }
}

import { Fifo } from "../../internal/fifo.ts";
import { Heap } from "../../internal/heap.ts";
import { TokenBucket } from "../../internal/token-bucket.ts";
import type { ClaimRequest } from "../store.ts";

/** One attempt that waits: the scheduler owns these fields while it holds the job. */
export interface Job {
  readonly webhookId: string;
  readonly group: string | null;
  /** The order of publishing. */
  readonly order: number;
  /** When it is due, in milliseconds since 1970. */
  at: number;
  /** Whether a first attempt has ended, so that nobody of the group waits for it. */
  tried: boolean;
  /** Whether others of its group wait for its first attempt. */
  first: boolean;
  /** Whether it was taken out while it waited. */
  gone: boolean;
}

/** What is waiting for one webhook. */
interface Lane<J extends Job> {
  readonly webhookId: string;
  /** Due since they were added, in order; whatever the clock says now. */
  readonly fresh: Fifo<J>;
  readonly later: Heap<J>;
  /** By group: those that wait for the first attempt of the one before. */
  readonly followers: Map<string, Fifo<J>>;
  inFlight: number;
  /** Nothing is taken before; Infinity while it is paused or disabled. */
  heldUntil: number;
  bucket: TokenBucket | undefined;
  /** Whether it stands among those that are looked at. */
  queued: boolean;
  /** When it will be looked at again by itself. */
  timerAt: number;
}

const dueFirst = (one: Job, other: Job) =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/**
 * Decides which attempt is next, in memory, for stores with one owner: webhooks take turns, groups keep their order, and a
 * webhook that is held, busy or over its rate is not looked at until that ends.
 */
export class Scheduler<J extends Job> {
  readonly #refill: ((webhookId: string, now: number) => number | null) | undefined;
  readonly #lanes = new Map<string, Lane<J>>();
  readonly #ready = new Fifo<Lane<J>>();
  readonly #timers = new Heap<{ at: number; lane: Lane<J> }>((one, other) => one.at < other.at);

  /**
   * @param refill - for stores that keep only a part in memory: called when nothing of a webhook is due here; adds what is due
   *   elsewhere, and says when there will be more, in milliseconds since 1970; null: not by itself.
   */
  constructor(refill?: (webhookId: string, now: number) => number | null) {
    this.#refill = refill;
  }

  /** Has a webhook looked at when the next attempt is taken, though nothing was added here. */
  look(webhookId: string): void {
    this.#look(this.#lane(webhookId));
  }

  /** Has a webhook looked at once a time has come. */
  wake(webhookId: string, at: number): void {
    this.#wake(this.#lane(webhookId), at);
  }

  /** Adds a job that has not been claimed before, or that starts from the beginning. */
  add(job: J, now: number): void {
    const lane = this.#lane(job.webhookId);
    if (job.group !== null && !job.tried) {
      const followers = lane.followers.get(job.group);
      if (followers) {
        followers.push(job);
        return;
      }
      lane.followers.set(job.group, new Fifo());
      job.first = true;
    }
    this.#place(lane, job, now);
  }

  /** Takes what is due; each job that is taken has to come back through `end` or `back`. */
  take(request: ClaimRequest, now: number): { jobs: J[]; nextAt: number | null } {
    for (let timer = this.#timers.peek(); timer && timer.at <= now; timer = this.#timers.peek()) {
      this.#timers.pop();
      if (timer.lane.timerAt !== timer.at) continue;
      timer.lane.timerAt = Number.POSITIVE_INFINITY;
      this.#look(timer.lane);
    }
    const jobs: J[] = [];
    while (jobs.length < request.limit) {
      const lane = this.#ready.shift();
      if (!lane) break;
      lane.queued = false;
      const job = this.#next(lane, request, now);
      if (!job) continue;
      jobs.push(job);
      this.#look(lane);
    }
    return { jobs, nextAt: this.#ready.size > 0 ? now : (this.#timers.peek()?.at ?? null) };
  }

  /** Ends a claim for good; the group goes on. */
  end(job: J, now: number): void {
    const lane = this.#lane(job.webhookId);
    lane.inFlight--;
    this.#moveOn(lane, job, now);
    this.#look(lane);
  }

  /** Ends a claim, and lets the job wait again: after an attempt (`tried`), or as if it had never been claimed. */
  back(job: J, at: number, tried: boolean, now: number): void {
    const lane = this.#lane(job.webhookId);
    lane.inFlight--;
    job.at = at;
    if (tried) this.#moveOn(lane, job, now);
    else lane.bucket?.giveBack();
    // Not among the fresh ones, which are in order: it was there before all of them.
    lane.later.push(job);
    this.#look(lane);
  }

  /** Takes a waiting job out. */
  drop(job: J, now: number): void {
    if (job.gone) return;
    job.gone = true;
    const lane = this.#lane(job.webhookId);
    // A follower is skipped once its turn comes; only the first of a group has to hand on.
    if (job.first) this.#moveOn(lane, job, now);
    this.#look(lane);
  }

  /** Lets nothing of a webhook be taken before a time; Infinity: until it is called again. */
  hold(webhookId: string, until: number): void {
    const lane = this.#lane(webhookId);
    lane.heldUntil = until;
    this.#look(lane);
  }

  /** Forgets a webhook that nothing is waiting for. */
  forget(webhookId: string): void {
    const lane = this.#lanes.get(webhookId);
    if (lane && lane.inFlight === 0 && lane.fresh.size === 0 && lane.later.size === 0) {
      this.#lanes.delete(webhookId);
    }
  }

  #lane(webhookId: string): Lane<J> {
    let lane = this.#lanes.get(webhookId);
    if (!lane) {
      lane = {
        webhookId,
        fresh: new Fifo(),
        later: new Heap<J>(dueFirst),
        followers: new Map(),
        inFlight: 0,
        heldUntil: 0,
        bucket: undefined,
        queued: false,
        timerAt: Number.POSITIVE_INFINITY,
      };
      this.#lanes.set(webhookId, lane);
    }
    return lane;
  }

  #place(lane: Lane<J>, job: J, now: number): void {
    if (job.at <= now) lane.fresh.push(job);
    else lane.later.push(job);
    this.#look(lane);
  }

  #look(lane: Lane<J>): void {
    if (lane.queued) return;
    lane.queued = true;
    this.#ready.push(lane);
  }

  #wake(lane: Lane<J>, at: number): void {
    if (at >= lane.timerAt || at === Number.POSITIVE_INFINITY) return;
    lane.timerAt = at;
    this.#timers.push({ at, lane });
  }

  /** The group's next first attempt may start: this one has ended. */
  #moveOn(lane: Lane<J>, job: J, now: number): void {
    if (job.tried) return;
    job.tried = true;
    if (job.group === null || !job.first) return;
    job.first = false;
    const followers = lane.followers.get(job.group);
    for (let next = followers?.shift(); next; next = followers?.shift()) {
      if (next.gone) continue;
      next.first = true;
      this.#place(lane, next, now);
      return;
    }
    lane.followers.delete(job.group);
  }

  #next(lane: Lane<J>, request: ClaimRequest, now: number): J | undefined {
    if (lane.heldUntil > now) {
      this.#wake(lane, lane.heldUntil);
      return undefined;
    }
    if (lane.inFlight >= request.concurrency(lane.webhookId)) return undefined;
    if (this.#refill && !this.#due(lane, now)) {
      const nextAt = this.#refill(lane.webhookId, now);
      if (nextAt !== null) this.#wake(lane, nextAt);
    }
    if (!this.#due(lane, now)) {
      const later = lane.later.peek();
      if (later) this.#wake(lane, later.at);
      return undefined;
    }
    const fresh = lane.fresh.peek();
    const later = lane.later.peek();
    const laterIsDue = later !== undefined && later.at <= now;
    if (!this.#takeToken(lane, request, now)) return undefined;
    lane.inFlight++;
    if (later && laterIsDue && (!fresh || later.at <= fresh.at)) return lane.later.pop();
    return lane.fresh.shift();
  }

  /** Whether something may be taken now; what was taken out while it waited is let go. */
  #due(lane: Lane<J>, now: number): boolean {
    while (lane.fresh.peek()?.gone) lane.fresh.shift();
    while (lane.later.peek()?.gone) lane.later.pop();
    return lane.fresh.size > 0 || (lane.later.peek()?.at ?? Number.POSITIVE_INFINITY) <= now;
  }

  #takeToken(lane: Lane<J>, request: ClaimRequest, now: number): boolean {
    const rate = request.rate(lane.webhookId);
    if (!rate) {
      lane.bucket = undefined;
      return true;
    }
    lane.bucket ??= new TokenBucket(rate, now);
    lane.bucket.setRate(rate, now);
    if (lane.bucket.take(now)) return true;
    this.#wake(lane, lane.bucket.nextAt(now));
    return false;
  }
}

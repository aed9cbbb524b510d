import type { DeliveryState, Outcome } from "../records.ts";
import type { Settled } from "../store.ts";
import type { Counts } from "./counts.ts";
import type { FileJob } from "./file-job.ts";
import type { FileQueue } from "./file-queue.ts";
import type { FileWrites, Startable } from "./file-writes.ts";

/** What settling one claim changed in the file, for what has to change in memory. */
export interface Ended {
  readonly job: FileJob;
  /** The state before; undefined: the delivery was gone. */
  readonly from: DeliveryState | undefined;
  readonly to: DeliveryState | undefined;
  /** When the next attempt of the schedule is due. */
  readonly retryAt: number | undefined;
  /** The next one of its group. */
  readonly next: Startable | undefined;
}

/** Writes the outcome of a claim. */
export function settleInFile(
  writes: FileWrites,
  job: FileJob,
  { attempt, next }: Outcome,
  now: number,
): Ended {
  const { seq, kind } = job;
  const extra = kind === "extra";
  const counted = attempt?.counted && !extra ? 1 : 0;
  const before = extra ? undefined : writeOutcome(writes, seq, next, counted, now);
  const ended = before ?? writes.find(seq);
  if (extra) writes.dropExtra(job.extra);
  if (!ended) return { job, from: undefined, to: undefined, retryAt: undefined, next: undefined };
  if (attempt) writes.log(seq, attempt);
  let to = ended.state;
  if (before) {
    to = next.state;
  } else if (next.state === "delivered") {
    writes.succeed(seq, counted, now);
    to = "delivered";
  } else {
    writes.count(seq, counted);
  }
  const retryAt = before && next.state === "waiting" ? next.at : undefined;
  // An extra attempt that failed leaves the schedule, and so the group, alone.
  const moves = job.inGroup !== null && ended.state === "waiting" && (before || to !== "waiting");
  const follower = moves ? writes.moveOn(job.webhookId, job.inGroup as string) : undefined;
  return { job, from: ended.state, to, retryAt, next: follower };
}

/** The usual way: one write, for a delivery that waits. */
function writeOutcome(
  writes: FileWrites,
  seq: number,
  next: Outcome["next"],
  counted: 0 | 1,
  now: number,
) {
  const done =
    next.state === "waiting"
      ? writes.retry(seq, Math.max(next.at, 1), counted)
      : writes.end(seq, next.state, "reason" in next ? next.reason : null, counted, now);
  return done ? { state: "waiting" as const } : undefined;
}

/** Does in memory what `settleInFile` did in the file, once it is on disk. */
export function settleInMemory(queue: FileQueue, counts: Counts, ended: Ended, now: number): void {
  const { job, from, to, retryAt, next } = ended;
  const { webhookId, seq } = job;
  const count = counts.of(webhookId);
  count.inFlight--;
  queue.end(job, now);
  if (job.kind === "extra") {
    counts.moved(webhookId, from, to, queue.claimed(seq));
    if (from === "waiting" && to !== "waiting") queue.drop(seq, now);
  } else {
    if (from === "waiting") count.claimed--;
    counts.moved(webhookId, from, to);
  }
  if (retryAt !== undefined) queue.add({ webhookId, seq, group: job.inGroup, at: retryAt }, now);
  if (next) queue.add(next, now);
}

/** What `settle` answers for a claim that is not held any more. */
export function standingOf(writes: FileWrites, seq: number): Settled {
  return writes.find(seq)?.state ?? "gone";
}

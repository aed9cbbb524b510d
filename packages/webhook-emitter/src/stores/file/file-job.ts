import type { Job } from "../internal/scheduler.ts";
import type { Claim, StoredMessage } from "../records.ts";

/** What a claim holds beside the job, where it is still in memory from publishing. */
export interface Loaded {
  readonly deliveryId: string;
  readonly attempts: number;
  readonly scheduledSince: number;
  readonly message: StoredMessage;
}

/** An attempt that is in memory: about to be claimed, or claimed. All others are in the file alone. */
export class FileJob implements Job {
  readonly kind: Claim["kind"];
  readonly webhookId: string;
  /** The row of the delivery. */
  readonly seq: number;
  /** The row of the extra attempt; 0 for one of the schedule. */
  readonly extra: number;
  /** The file decides which of a group may start, so that the scheduler sees none. */
  readonly group = null;
  /** The group in the file. */
  readonly inGroup: string | null;
  readonly order: number;
  at: number;
  tried = false;
  first = false;
  gone = false;
  claimed = false;
  loaded: Loaded | undefined;

  constructor(webhookId: string, seq: number, inGroup: string | null, at: number, extra = 0) {
    this.kind = extra === 0 ? "scheduled" : "extra";
    this.webhookId = webhookId;
    this.seq = seq;
    this.inGroup = inGroup;
    this.extra = extra;
    this.order = seq;
    this.at = at;
  }
}

import type { Job } from "../internal/scheduler.ts";
import type {
  AttemptRecord,
  Claim,
  DeliveryFilter,
  DeliveryRecord,
  DeliveryState,
  NewDelivery,
  NewMessage,
} from "../records.ts";

/** A message with its deliveries; the body is here, and nowhere else. */
export interface MemoryMessage {
  readonly message: NewMessage;
  readonly entries: MemoryEntry[];
  /** Deliveries that have not ended, and extra attempts that are still to come. */
  live: number;
}

/** One delivery. */
export class MemoryEntry {
  readonly id: string;
  readonly webhookId: string;
  readonly group: string | null;
  readonly order: number;
  readonly owner: MemoryMessage;
  state: DeliveryState = "waiting";
  reason: string | null = null;
  attempts = 0;
  scheduledSince: number;
  settledAt: number | null = null;
  log: AttemptRecord[] | undefined;
  /** What stands in the scheduler for it; another one after `recover`. */
  job: MemoryJob;
  extras: MemoryJob[] | undefined;

  constructor({ id, webhookId, group }: NewDelivery, order: number, owner: MemoryMessage) {
    this.id = id;
    this.webhookId = webhookId;
    this.group = group;
    this.order = order;
    this.owner = owner;
    this.scheduledSince = owner.message.createdAt;
    this.job = new MemoryJob("scheduled", this, this.scheduledSince);
  }

  record(): DeliveryRecord {
    return {
      id: this.id,
      messageId: this.owner.message.id,
      webhookId: this.webhookId,
      event: this.owner.message.event,
      group: this.group,
      state: this.state,
      reason: this.reason,
      attempts: this.attempts,
      createdAt: this.owner.message.createdAt,
      nextAt: this.state === "waiting" ? this.job.at : null,
      settledAt: this.settledAt,
    };
  }
}

/** An attempt that waits or runs: the schedule's next one, or one that `redeliver` asked for. */
export class MemoryJob implements Job {
  readonly kind: Claim["kind"];
  readonly entry: MemoryEntry;
  readonly webhookId: string;
  readonly group: string | null;
  readonly order: number;
  at: number;
  tried = false;
  first = false;
  gone = false;
  claimed = false;

  constructor(kind: Claim["kind"], entry: MemoryEntry, at: number) {
    this.kind = kind;
    this.entry = entry;
    this.webhookId = entry.webhookId;
    this.group = kind === "extra" ? null : entry.group;
    this.order = entry.order;
    this.at = at;
  }

  claim(token: string): Claim {
    const { entry } = this;
    return {
      token,
      kind: this.kind,
      deliveryId: entry.id,
      webhookId: entry.webhookId,
      attempts: entry.attempts,
      scheduledSince: entry.scheduledSince,
      message: entry.owner.message,
    };
  }
}

/** Whether a delivery is one of those that a filter asks for. */
export function fits(entry: MemoryEntry, filter: DeliveryFilter): boolean {
  const { message } = entry.owner;
  return (
    (filter.webhookId === undefined || entry.webhookId === filter.webhookId) &&
    (filter.messageId === undefined || message.id === filter.messageId) &&
    (filter.event === undefined || message.event === filter.event) &&
    (filter.states === undefined || filter.states.includes(entry.state)) &&
    (filter.failed === undefined || entry.state === "dead" || isRetried(entry)) &&
    (filter.since === undefined || message.createdAt >= filter.since) &&
    (filter.until === undefined || message.createdAt < filter.until)
  );
}

function isRetried({ state, attempts }: MemoryEntry): boolean {
  return state === "waiting" && attempts > 0;
}

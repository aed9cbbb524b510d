import type { AttemptRecord, DeliveryState } from "@clustaar/webhook-emitter";

/** Which deliveries are listed. */
export interface DeliveriesWork {
  /** A webhook's name or id; null: of all. */
  readonly webhook: string | null;
  /** Only those that failed, be it for good or with another attempt to come. */
  readonly failed: boolean;
  /** At most so many, the newest. */
  readonly limit: number;
}

/** One attempt, as it is shown. */
export interface ShownAttempt {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: AttemptRecord["kind"];
  readonly ok: boolean;
  /** The answer's status; null: there was none. */
  readonly status: number | null;
  /** Why it failed. */
  readonly error: string | null;
  readonly milliseconds: number;
}

/** A delivery, as it is shown. Times are in ISO 8601. */
export interface ShownDelivery {
  readonly id: string;
  readonly messageId: string;
  /** The webhook's name or id. */
  readonly webhook: string;
  readonly event: string;
  readonly state: DeliveryState;
  /** Why it is dead or cancelled. */
  readonly reason: string | null;
  /** Attempts of the schedule that counted. */
  readonly attempts: number;
  readonly createdAt: string;
  /** Null unless it waits. */
  readonly nextAt: string | null;
  readonly settledAt: string | null;
  /** The last attempt; null: there was none. */
  readonly lastAttempt: ShownAttempt | null;
}

/** What became of an extra attempt. */
export interface Redelivered {
  readonly delivery: ShownDelivery;
  /** Null: no process of the application has made it yet. */
  readonly attempt: ShownAttempt | null;
}

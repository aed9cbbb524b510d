/** Where a delivery stands: still to be made, made, given up (a dead letter), or called off. */
export type DeliveryState = "waiting" | "delivered" | "dead" | "cancelled";

/** A message to store: the body once, and one delivery for each webhook that gets it. */
export interface NewMessage {
  /** `msg_...`, unique; sent as `webhook-id` with each attempt. */
  readonly id: string;
  /** What happened, with its preposition: `after:order.paid`, or `channel:news`. */
  readonly event: string;
  /** The exact bytes that are sent and signed. */
  readonly body: Uint8Array;
  /** The media type of the body. */
  readonly contentType: string;
  /** Headers of this message alone, in lower case: the schema's version, the publisher's trace. */
  readonly headers: Readonly<Record<string, string>>;
  /** When it was published, in milliseconds since 1970. */
  readonly createdAt: number;
  /** When the body may be thrown away, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** One for each webhook that gets the message; may be empty. */
  readonly deliveries: readonly NewDelivery[];
  /** Publishing this key again within a day (`keyTtl` of the store's host) gives the first receipt again and stores nothing. */
  readonly idempotencyKey?: string;
}

/** One webhook's share of a {@link NewMessage}. */
export interface NewDelivery {
  /** `dlv_...`, unique. */
  readonly id: string;
  /** The webhook it goes to. */
  readonly webhookId: string;
  /** First attempts of one webhook's group start one after the other, in the order of publishing; null: no order is kept. */
  readonly group: string | null;
}

/** What became of a `publish`. */
export interface PublishReceipt {
  /** The message that stands in the store: an earlier one where the idempotency key was there already. */
  readonly messageId: string;
  /** Its deliveries. */
  readonly deliveries: readonly { readonly id: string; readonly webhookId: string }[];
  /** Whether the idempotency key was there already, so that nothing was stored. */
  readonly duplicate: boolean;
}

/** A message as it is handed to an attempt. */
export interface StoredMessage {
  /** `msg_...` */
  readonly id: string;
  /** As in {@link NewMessage}. */
  readonly event: string;
  /** The exact bytes that are sent and signed. */
  readonly body: Uint8Array;
  /** The media type of the body. */
  readonly contentType: string;
  /** Headers of this message alone, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** When it was published, in milliseconds since 1970. */
  readonly createdAt: number;
}

/** One attempt that may be made now: nobody else gets it while the claim holds. */
export interface Claim {
  /** Names this claim to `settle`, `release` and `renew`. */
  readonly token: string;
  /** `extra`: an attempt that `redeliver` asked for, beside the schedule. */
  readonly kind: "scheduled" | "extra";
  /** `dlv_...` */
  readonly deliveryId: string;
  /** The webhook it goes to. */
  readonly webhookId: string;
  /** Attempts of the schedule that ended and counted. */
  readonly attempts: number;
  /** When the schedule began, in milliseconds since 1970: at publishing, or at `recover`. */
  readonly scheduledSince: number;
  /** What is sent. */
  readonly message: StoredMessage;
}

/** How one attempt went, for the log of the delivery. */
export interface AttemptRecord {
  /** `extra`: asked for by `redeliver`. */
  readonly kind: "scheduled" | "extra";
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** Whether the endpoint took the message. */
  readonly ok: boolean;
  /** Whether it counts against the endpoint; false for failures of our own proxy or resolver. */
  readonly counted: boolean;
  /** The address, without user, password and query. */
  readonly url: string;
  /** The status of the answer; null when there was none. */
  readonly status: number | null;
  /** A stable code (`timeout`, `address_refused`, `status`) and a sentence; null when it went well. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** The beginning of the answer, at most 4 KiB; null when there was none. */
  readonly answer: {
    /** Its media type; null when it named none. */
    readonly contentType: string | null;
    /** Its beginning, read as UTF-8. */
    readonly excerpt: string;
    /** Whether there was more. */
    readonly truncated: boolean;
  } | null;
}

/** What becomes of a claim. An `extra` attempt that is not `delivered` changes nothing but the log. */
export interface Outcome {
  /** The claim's token. */
  readonly token: string;
  /** The attempt, for the log; absent when none was made. */
  readonly attempt?: AttemptRecord;
  /** How the delivery goes on. */
  readonly next:
    | { readonly state: "delivered" }
    /** Try again, not before `at` (milliseconds since 1970). */
    | { readonly state: "waiting"; readonly at: number }
    /** It has ended; `reason` says why. */
    | { readonly state: "dead" | "cancelled"; readonly reason: string };
}

/** A delivery as lists and logs show it; it holds no body. */
export interface DeliveryRecord {
  /** `dlv_...` */
  readonly id: string;
  /** `msg_...` */
  readonly messageId: string;
  /** The webhook it goes to. */
  readonly webhookId: string;
  /** What happened, with its preposition. */
  readonly event: string;
  /** Its group; null: none. */
  readonly group: string | null;
  /** Where it stands. */
  readonly state: DeliveryState;
  /** Why it is dead or cancelled; null otherwise. */
  readonly reason: string | null;
  /** Attempts of the schedule that ended and counted. */
  readonly attempts: number;
  /** When it was published, in milliseconds since 1970. */
  readonly createdAt: number;
  /** When the next attempt is due, in milliseconds since 1970; null unless it is waiting. */
  readonly nextAt: number | null;
  /** When it ended, in milliseconds since 1970; null while it is waiting. */
  readonly settledAt: number | null;
}

/** Which deliveries to list: all that fit every filter that is given. */
export interface DeliveryFilter {
  /** Of this webhook. */
  readonly webhookId?: string;
  /** Of this message. */
  readonly messageId?: string;
  /** Of this event, with its preposition. */
  readonly event?: string;
  /** In one of these states. */
  readonly states?: readonly DeliveryState[];
  /** True: those that failed, be it for good or with another attempt to come. */
  readonly failed?: true;
  /** Published at this time or later, in milliseconds since 1970. */
  readonly since?: number;
  /** Published before this time, in milliseconds since 1970. */
  readonly until?: number;
}

/** One page of deliveries, newest first. */
export interface DeliveryPage {
  /** At most as many as were asked for. */
  readonly items: readonly DeliveryRecord[];
  /** Give it to `list` for the page after this one; null at the end. */
  readonly cursor: string | null;
}

/** A webhook that was registered at run time. */
export interface WebhookRecord {
  /** `whk_...` */
  readonly id: string;
  /** Its settings as JSON text, opaque to the store; it holds secrets. */
  readonly document: string;
  /** Grows with each change; `put` compares it. */
  readonly version: number;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  /** In milliseconds since 1970. */
  readonly updatedAt: number;
}

/** How a webhook fares, whether of a file, of code or registered at run time; kept by its id. */
export interface WebhookState {
  /** Nothing is claimed for a webhook that is paused or disabled. */
  readonly status: "active" | "paused" | "disabled";
  /** Why it is disabled; null otherwise. */
  readonly reason: string | null;
  /** When `status` last changed, in milliseconds since 1970; null: never. */
  readonly since: number | null;
  /** Nothing is claimed for it before this time, in milliseconds since 1970; null: at once. */
  readonly heldUntil: number | null;
  /** Failures in a row that slow it down; sets the length of the next hold. */
  readonly slow: number;
  /** Since when there were nothing but failures, in milliseconds since 1970; null: the last attempt went well. */
  readonly failingSince: number | null;
  /** How much of the way to disabling has been told of, in percent: 0, 50, 70 or 90. */
  readonly warned: number;
}

/** Numbers of the queue: kept while it changes, or, on PostgreSQL, a pass over what waits and over the dead letters. */
export interface QueueStats {
  /** Deliveries that wait for an attempt, those of `inFlight` not among them. */
  readonly waiting: number;
  /** Attempts that are claimed now. */
  readonly inFlight: number;
  /** Dead letters that are still kept. */
  readonly dead: number;
  /** When the oldest delivery that has not ended was published, in milliseconds since 1970; null: there is none. */
  readonly oldestAt: number | null;
}

/** {@link QueueStats} of all webhooks together, and of each that has deliveries. */
export interface StoreStats extends QueueStats {
  /** By the webhook's id. */
  readonly webhooks: Readonly<Record<string, QueueStats>>;
}

/**
 * The state of a webhook that nothing has been written about.
 *
 * @example
 * ```ts
 * import { freshState } from "@clustaar/webhook-emitter";
 *
 * console.log(freshState.status); // "active"
 * ```
 */
export const freshState: WebhookState = Object.freeze({
  status: "active",
  reason: null,
  since: null,
  heldUntil: null,
  slow: 0,
  failingSince: null,
  warned: 0,
});

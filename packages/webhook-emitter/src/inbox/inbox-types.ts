import type { HttpError, WebhookRequest } from "@clustaar/webhook-core";
import type { ObservableEndpoint } from "@clustaar/webhook-core/endpoint";
import type { QueueStats } from "../stores/records.ts";

/** Where a request stands: still to be handled, handled, or given up (a dead letter). */
export type InboxState = "waiting" | "handled" | "dead";

/** A request as lists show it; it holds no body. */
export interface InboxRecord {
  /** `req_...` */
  readonly id: string;
  /** The topic of its event; null: it has none. */
  readonly topic: string | null;
  /** Its group; null: none. */
  readonly group: string | null;
  /** Where it stands. */
  readonly state: InboxState;
  /** Why it is dead; null otherwise. */
  readonly reason: string | null;
  /** Attempts of the schedule that ended and counted. */
  readonly attempts: number;
  /** When it was accepted, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** When the next attempt is due, in milliseconds since 1970; null unless it is waiting. */
  readonly nextAt: number | null;
  /** When it was handled or given up, in milliseconds since 1970; null while it is waiting. */
  readonly settledAt: number | null;
}

/** How one attempt to handle a request went. */
export interface InboxAttempt {
  /** `extra`: asked for by `retry`. */
  readonly kind: "scheduled" | "extra";
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** Whether the request was handled. */
  readonly ok: boolean;
  /** The status that the endpoint answered; null: it had not answered in time. */
  readonly status: number | null;
  /** A stable code (`handler_failed`, `timeout`, `status`) and what was wrong, in full; null when it went well. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Which requests to list: all that fit every filter that is given. */
export interface InboxFilter {
  /** Of this topic. */
  readonly topic?: string;
  /** In one of these states. */
  readonly states?: readonly InboxState[];
  /** True: those that failed, be it for good or with another attempt to come. */
  readonly failed?: true;
  /** Accepted at this time or later, as a date or in milliseconds since 1970. */
  readonly since?: Date | number;
  /** Accepted before this time, as a date or in milliseconds since 1970. */
  readonly until?: Date | number;
}

/** One page of requests, newest first. */
export interface InboxPage {
  /** At most as many as were asked for. */
  readonly items: readonly InboxRecord[];
  /** Give it to `list` for the page after this one; null at the end. */
  readonly cursor: string | null;
}

/** A request that was given up, as listeners of `onDead` get it. */
export interface DeadRequest {
  /** `req_...`: for `get`, `retry` and `erase`. */
  readonly id: string;
  /** The topic of its event; null: it has none. */
  readonly topic: string | null;
  /** Why, in words. */
  readonly reason: string;
  /** Attempts that were made. */
  readonly attempts: number;
  /** When it was accepted, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** The request as handlers got it; null: what was stored cannot be read. */
  readonly request: WebhookRequest | null;
  /** What the last attempt failed with, where the endpoint reported it; its `cause` is what was thrown. */
  readonly error: HttpError | undefined;
}

/** Called with each request that is given up. A promise it returns is not awaited, and its errors go to the console. */
export type DeadListener = (dead: DeadRequest) => unknown;

/** Numbers of an inbox. */
export interface InboxStats extends QueueStats {
  /** Attempts that this process makes now. */
  readonly here: number;
}

/**
 * An endpoint that acknowledges before it handles: it verifies a request by the means of the endpoint behind it, stores it, answers,
 * and then has it handled in the background, until that goes well or the schedule is over.
 *
 * Its `onResponse`, `onError`, `refuse` and `idle` are those of the endpoint behind it, whose listeners are called for each
 * acknowledgement and for each attempt.
 */
export interface Inbox extends ObservableEndpoint {
  /**
   * Resolves once the store is open. An inbox opens its store by itself, and tries again where that fails; await this at the start to
   * have a wrong address stop the process there.
   *
   * @throws EmitterError `store_unavailable`, `store_locked`, `store_invalid`, as the last try did; `inbox_closed`.
   */
  open(): Promise<void>;
  /** Called with each request that is given up, or whose retention ends while it waits. Without a listener it is an error in the log. */
  onDead(listener: DeadListener): this;
  /** Lists requests, newest first; `limit` (default 50, at most 500) at a time. */
  list(
    filter?: InboxFilter & { readonly limit?: number; readonly cursor?: string },
  ): Promise<InboxPage>;
  /** Reads one request with its attempts, the first one first; undefined: it is not there. `request` is what handlers get. */
  get(id: string): Promise<
    | {
        readonly record: InboxRecord;
        readonly attempts: readonly InboxAttempt[];
        readonly request: WebhookRequest;
      }
    | undefined
  >;
  /**
   * Makes one extra attempt now, whatever the state is: its success settles the request, its failure leaves the schedule alone. One that
   * was handled is handled once more.
   *
   * @throws EmitterError `request_unknown`
   */
  retry(id: string): Promise<void>;
  /** Starts the schedule of the dead letters again, of those accepted in a time; says how many. */
  recover(range?: {
    readonly since?: Date | number;
    readonly until?: Date | number;
  }): Promise<number>;
  /** Removes a request everywhere: headers, body, attempts, and what tells its duplicates. False when it is not there. */
  erase(id: string): Promise<boolean>;
  /** Numbers of the inbox. */
  stats(): Promise<InboxStats>;
  /**
   * Accepts and begins nothing more, waits for what is being handled for up to `deadline` milliseconds (default 10,000), aborts and
   * hands back what is not done by then, and closes the store. Call it once the server has stopped listening.
   */
  close(options?: { readonly deadline?: number }): Promise<{ readonly handedBack: number }>;
}

import type {
  AttemptRecord,
  Claim,
  DeliveryFilter,
  DeliveryPage,
  DeliveryRecord,
  NewMessage,
  Outcome,
  PublishReceipt,
  StoredMessage,
  StoreStats,
  WebhookRecord,
  WebhookState,
} from "./records.ts";

/** What a store is given when it is opened. */
export interface StoreHost {
  /** The time, in milliseconds since 1970. A store that many processes share may go by its server's clock instead. */
  now(): number;
  /** To be called whenever there may be something to claim that was not there before; it may be called too often. */
  onWork(): void;
  /** How long an idempotency key is kept, in milliseconds; left out: a day. */
  readonly keyTtl?: number;
  /** To be called when what nobody waits for has failed: a listener's connection, an expiry in the background. */
  onError(error: unknown): void;
}

/** How many attempts may begin in a span of time. */
export interface Rate {
  /** Attempts in a span; as many may begin at once after a quiet time. */
  readonly count: number;
  /** The span, in milliseconds. */
  readonly perMs: number;
}

/** What `claim` may give. */
export interface ClaimRequest {
  /** Claims at most. */
  readonly limit: number;
  /** How long claims of a `shared` store hold, in milliseconds, unless they are renewed. */
  readonly leaseMs: number;
  /** How many attempts of a webhook may run at a time, over all processes, extra ones included. */
  concurrency(webhookId: string): number;
  /** How many attempts of a webhook may begin in a span of time, over all processes; undefined: any number. */
  rate(webhookId: string): Rate | undefined;
}

/** What `claim` gives. */
export interface ClaimResult {
  /** Attempts to make now, spread over the webhooks that have some. */
  readonly claims: readonly Claim[];
  /**
   * When to ask again, in milliseconds since 1970, if neither `onWork` nor a `settle` comes first; null: only then. A store that
   * others write to names a time soon enough to see their work.
   */
  readonly nextAt: number | null;
}

/** What became of an {@link import("./records.ts").Outcome}: the delivery's state now, or `gone` when it is no longer there. */
export type Settled = DeliveryRecord["state"] | "gone";

/**
 * Where an emitter keeps what it has accepted. `emitterStoreContract` of `@clustaar/webhook-emitter/testing` is the suite that
 * every store passes.
 *
 * What all stores promise:
 * - `publish` resolves when the message would survive what the store survives; nothing is sent before. The body is kept once,
 *   however many deliveries there are. Many calls at a time may share one write.
 * - At least once: a delivery ends only through `settle`, `cancel`, `erase` or `expire`. A claim that is lost (its process died)
 *   is given again.
 * - First attempts of one webhook's group start in the order of publishing, one after the other: the next one is claimable
 *   once the one before has been settled the first time, whatever the outcome. Retries, extra attempts and other groups do not
 *   wait for each other. Without a group, deliveries of a webhook start roughly in order.
 * - No webhook keeps another waiting: `claim` takes turns among the webhooks that have something due.
 * - Nothing needs a transaction that stays open while a request is made.
 *
 * Methods reject with an `EmitterError` `store_unavailable` when the store cannot be reached.
 */
export interface EmitterStore {
  /** `memory`, `file`, `postgres`: for messages and metrics. */
  readonly kind: string;
  /**
   * `process`: one process owns the store, and its claims hold until they are settled or the process ends. `shared`: many
   * processes work on it, and claims hold for the lease.
   */
  readonly claims: "process" | "shared";
  /**
   * Makes the store ready: opens files, takes the owner's lock, migrates under a lock.
   *
   * @throws EmitterError `store_locked` when another process owns it.
   */
  open(host: StoreHost): Promise<void>;
  /** Ends all connections and frees the lock; claims that are still held are given again. Resolves when all of it is done. */
  close(): Promise<void>;

  /**
   * Stores a message with its deliveries, all or nothing.
   *
   * @param tx - the caller's own transaction: the message is there when it commits, and never if it does not.
   * @throws EmitterError `tx_unsupported` when the store has no transactions to join.
   */
  publish(message: NewMessage, tx?: unknown): Promise<PublishReceipt>;

  /**
   * Claims attempts that are due, of webhooks that are active and not held, within their concurrency and rate. Each claim takes
   * one of the rate's tokens.
   */
  claim(request: ClaimRequest): Promise<ClaimResult>;
  /** Makes claims hold for `leaseMs` from now; for a `process` store nothing has to be done. Lost tokens are ignored. */
  renew(tokens: readonly string[], leaseMs: number): Promise<void>;
  /**
   * Ends claims, writes their attempts to the log, and says in the same order what became of the deliveries. A success counts even
   * if the claim was lost meanwhile; an outcome for a delivery that has ended already changes nothing but the log, unless it is
   * a success. `attempts` grows by one with each scheduled attempt that counts. Must be safe to call twice.
   */
  settle(outcomes: readonly Outcome[]): Promise<readonly Settled[]>;
  /**
   * Gives claims back as if they had never been made: no attempt is counted, the order within a group stays.
   *
   * @param at - not to be claimed again before this time, in milliseconds since 1970; default: at once.
   */
  release(tokens: readonly string[], at?: number): Promise<void>;

  /** Reads one message; undefined when it is not there. */
  message(id: string): Promise<StoredMessage | undefined>;
  /** Reads one delivery with its attempts, the first one first; undefined when it is not there. */
  delivery(
    id: string,
  ): Promise<{ delivery: DeliveryRecord; attempts: readonly AttemptRecord[] } | undefined>;
  /** Lists deliveries, newest first. */
  list(
    filter: DeliveryFilter,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<DeliveryPage>;
  /**
   * Asks for one extra attempt now, beside the schedule and whatever the state is: its success settles the delivery, its failure
   * changes nothing but the log. False when the delivery is not there.
   */
  redeliver(id: string): Promise<boolean>;
  /**
   * Starts the schedule of a webhook's dead letters again, of those published from `since` up to before `until` (milliseconds
   * since 1970), in the order of publishing; says how many.
   */
  recover(
    webhookId: string,
    range: { readonly since: number; readonly until: number },
  ): Promise<number>;
  /** Ends all of a webhook's waiting deliveries, and its extra attempts; says how many deliveries. */
  cancel(webhookId: string, state: "dead" | "cancelled", reason: string): Promise<number>;
  /** Removes a message everywhere: body, deliveries, attempts, idempotency key. False when it is not there. */
  erase(messageId: string): Promise<boolean>;
  /** Removes what has expired (messages, and keys older than `keyTtl`), at most about `limit` of them; says how many messages. */
  expire(limit: number): Promise<number>;

  /** Reads a webhook that was registered at run time. */
  webhook(id: string): Promise<WebhookRecord | undefined>;
  /** All webhooks that were registered at run time, the oldest first. */
  webhooks(): Promise<readonly WebhookRecord[]>;
  /**
   * Writes a webhook; `version` is what was read (0: it must be new), and the record comes back with the next one.
   *
   * @throws EmitterError `webhook_changed` when another version stands there, or none.
   */
  putWebhook(id: string, document: string, version: number): Promise<WebhookRecord>;
  /** Removes a webhook and its state, not its deliveries. False when it is not there. */
  deleteWebhook(id: string): Promise<boolean>;

  /** The states of all webhooks that something was written about, by id. */
  states(): Promise<ReadonlyMap<string, WebhookState>>;
  /**
   * Changes a webhook's state in one step that no other change can come between. `change` is given what stands there
   * (`freshState` where nothing does), has no effects, and may be called again.
   */
  updateState(
    webhookId: string,
    change: (state: WebhookState) => WebhookState,
  ): Promise<{ readonly before: WebhookState; readonly after: WebhookState }>;
  /** A number or text that differs once any process has changed a webhook or a state: asked for often, so cheap. */
  revision(): Promise<number | string>;

  /** Numbers of the queue. */
  stats(): Promise<StoreStats>;
}

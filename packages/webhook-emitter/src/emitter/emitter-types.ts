import type { OwnEventName } from "../delivery/health.ts";
import type { Events } from "../events/create-events.ts";
import type { EventDefinitions, EventInput, EventName } from "../events/event-types.ts";
import type {
  AttemptRecord,
  DeliveryFilter,
  DeliveryPage,
  DeliveryRecord,
  PublishReceipt,
  StoreStats,
} from "../stores/records.ts";
import type { Channels } from "./channels.ts";
import type { Explanation } from "./explain.ts";
import type { PublishOptions } from "./publisher.ts";
import type { WebhooksApi } from "./webhooks-api.ts";

/** What an emitter tells of itself: to `emitter.on`, and to webhooks that name the event. */
export interface OwnEvent {
  /** What happened. */
  readonly event: OwnEventName;
  /** The webhook it is about. */
  readonly webhook: {
    /** Its id. */
    readonly id: string;
    /** Its name; null: it has none. */
    readonly name: string | null;
    /** Where it is sent, without user, password and query. */
    readonly url: string;
  };
  /** More of it: a reason, times in ISO 8601, ids. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Which deliveries `deliveries.list` gives. */
export interface ListOptions extends Omit<DeliveryFilter, "since" | "until"> {
  /** Published at this time or later; a number is in milliseconds since 1970. */
  readonly since?: Date | number;
  /** Published before this time; a number is in milliseconds since 1970. */
  readonly until?: Date | number;
  /** Deliveries on a page, at most 500. Default 50. */
  readonly limit?: number;
  /** What the page before gave, for the one after it. */
  readonly cursor?: string;
}

/** The log of deliveries, and what can be done about them. */
export interface DeliveriesApi {
  /**
   * Lists deliveries, newest first, page after page.
   *
   * @throws WebhookConfigError `config_invalid` for an option that cannot be looked for.
   */
  list(filter?: ListOptions): Promise<DeliveryPage>;
  /** Reads one delivery with its attempts; undefined: it is not there. */
  get(
    id: string,
  ): Promise<{ delivery: DeliveryRecord; attempts: readonly AttemptRecord[] } | undefined>;
  /**
   * Makes one extra attempt now: its success settles the delivery, its failure leaves the schedule alone.
   *
   * @throws EmitterError `delivery_unknown`.
   */
  redeliver(id: string): Promise<void>;
  /** Starts the schedule of a webhook's dead letters again, of those published in a time; says how many. */
  recover(
    webhook: string,
    range?: { readonly since?: Date | number; readonly until?: Date | number },
  ): Promise<number>;
  /** Removes a message everywhere: body, deliveries, attempts. False when it is not there. */
  erase(messageId: string): Promise<boolean>;
}

/** Sends the webhooks of an application. */
export interface Emitter<D extends EventDefinitions = EventDefinitions> {
  /** The events it was created with. */
  readonly events: Events<D>;
  /** Webhooks at run time. */
  readonly webhooks: WebhooksApi;
  /** The log of deliveries. */
  readonly deliveries: DeliveriesApi;
  /** In-process publish and subscribe, with webhooks as subscribers. */
  readonly channels: Channels;
  /** Where deliveries are kept: `memory`, `file`, `postgres`, or what a store of your own says. */
  readonly storeKind: string;
  /**
   * Publishes an event without handlers: stores what its `after:` webhooks get. Resolves when the store has it.
   *
   * @throws EmitterError `event_unknown`, `input_invalid`, `not_json`, `body_too_large`, `tx_unsupported`, `store_unavailable`,
   *   `emitter_closed`.
   */
  publish<N extends EventName<D>>(
    event: N,
    data: EventInput<D, N>,
    options?: PublishOptions,
  ): Promise<PublishReceipt>;
  /** Says of each webhook, or of one, whether it would get an event, and why not. */
  explain<N extends EventName<D> | `${"before" | "after"}:${EventName<D>}`>(
    event: N,
    data: unknown,
    webhook?: string,
  ): Promise<readonly Explanation[]>;
  /** Reads the webhooks' file again; nothing that waits is lost, and a mistake leaves everything as it is. */
  reload(): Promise<void>;
  /** Numbers of the queue, and how many attempts this process makes now. */
  stats(): Promise<StoreStats & { readonly here: number }>;
  /** Called when a webhook is failing, disabled, well again, or out of attempts; gives a function that ends that. */
  on(event: OwnEventName, listener: (event: OwnEvent) => unknown): () => void;
  /**
   * Claims nothing more, waits for what is being sent for up to `deadline` milliseconds (default 10,000), hands back what is not
   * done by then, and closes the store.
   */
  close(options?: { readonly deadline?: number }): Promise<{ readonly handedBack: number }>;
}

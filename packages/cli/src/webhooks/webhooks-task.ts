import type { CatalogueEntry, Explanation, WebhookView } from "@clustaar/webhook-emitter";
import type { DeliveriesWork, Redelivered, ShownDelivery } from "./deliveries-task.ts";

/** What the process that loads an application's events or emitter is to do with it. */
export interface WebhooksTask {
  readonly type: "webhooks";
  readonly work:
    | { readonly do: "list" }
    | { readonly do: "catalogue" }
    | { readonly do: "explain"; readonly event: string; readonly data: unknown }
    | ({ readonly do: "trigger" } & TriggerWork)
    | ({ readonly do: "deliveries" } & DeliveriesWork)
    /** Tells lists of deliveries until it is ended. */
    | ({ readonly do: "watch" } & DeliveriesWork)
    | { readonly do: "redeliver"; readonly id: string };
}

/** What is sent now, and where. */
export interface TriggerWork {
  readonly event: string;
  /** A webhook's name or id, or an address; null: every webhook that would get the event. */
  readonly target: string | null;
  /** The input; null: the example. */
  readonly data: { readonly value: unknown } | null;
  /** What an address is signed with; null: nothing was given. */
  readonly secret: string | null;
}

/** One request that was sent, and what came back. */
export interface Triggered {
  /** The webhook's name or id; null: an address. */
  readonly webhook: string | null;
  readonly ok: boolean;
  readonly request: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** Null: there was none. */
  readonly answer: {
    readonly status: number;
    readonly contentType: string | null;
    readonly body: string;
    readonly truncated: boolean;
  } | null;
  /** Why it failed; null: it went well. */
  readonly error: string | null;
  readonly milliseconds: number;
}

/** What comes of it; the key is the work's name. */
export interface WebhooksResults {
  readonly list: readonly WebhookView[];
  readonly catalogue: readonly CatalogueEntry[];
  readonly explain: readonly Explanation[];
  readonly trigger: readonly Triggered[];
  readonly deliveries: readonly ShownDelivery[];
  readonly watch: never;
  readonly redeliver: Redelivered;
}

/** Any of {@link WebhooksResults}. */
export type WebhooksResult = WebhooksResults[keyof WebhooksResults];

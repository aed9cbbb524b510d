import { shownUrl } from "../config/read-url.ts";
import type { WebhookState } from "../stores/records.ts";
import type { ActiveWebhook, WebhookSource } from "./active-webhook.ts";

/** A webhook as it is shown: without secrets, and without user, password and query of its address. */
export interface WebhookView {
  /** `whk_...` of a webhook in the store; of others the name. */
  readonly id: string;
  /** Where its settings stand. */
  readonly source: WebhookSource;
  /** Its name; null: it has none. */
  readonly name: string | null;
  /** What it is for; null: nobody said. */
  readonly description: string | null;
  /** Its events, as they were written. */
  readonly events: readonly string[];
  /** Its channels. */
  readonly channels: readonly string[];
  /** Where it is sent, without user, password and query. */
  readonly url: string;
  /** Whether it is switched on. */
  readonly enabled: boolean;
  /** `active`, `paused` or `disabled`. */
  readonly status: WebhookState["status"];
  /** Why it is disabled; null otherwise. */
  readonly reason: string | null;
  /** Since when there were nothing but failures, in ISO 8601; null: the last attempt went well. */
  readonly failingSince: string | null;
}

/** Shows a webhook. */
export function viewOf(webhook: ActiveWebhook, state: WebhookState): WebhookView {
  const { settings } = webhook;
  return {
    id: webhook.id,
    source: webhook.source,
    name: settings.name,
    description: settings.description,
    events: settings.events,
    channels: settings.channels,
    url: shownUrl(settings.url),
    enabled: settings.enabled,
    status: state.status,
    reason: state.reason,
    failingSince: state.failingSince === null ? null : new Date(state.failingSince).toISOString(),
  };
}

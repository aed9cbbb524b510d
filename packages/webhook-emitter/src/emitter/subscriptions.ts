import type { WebhookMoment } from "../config/event-patterns.ts";
import type { ActiveWebhook } from "./active-webhook.ts";

/** Who gets what: found by the name of the event or channel, so that nobody else is asked, however many there are. */
export class Subscriptions {
  /** By the moment and the whole name of an event. */
  readonly #byName = new Map<string, Set<ActiveWebhook>>();
  /** Those whose `events` have a `*`. */
  readonly #wild: ActiveWebhook[] = [];
  readonly #byChannel = new Map<string, ActiveWebhook[]>();
  /** The order of their registration. */
  readonly #places = new Map<ActiveWebhook, number>();
  /** What was found before, by the moment and the name of the event. */
  readonly #found = new Map<string, readonly ActiveWebhook[]>();

  constructor(webhooks: Iterable<ActiveWebhook>) {
    for (const webhook of webhooks) {
      this.#places.set(webhook, this.#places.size);
      for (const { when, name } of webhook.patterns) {
        if (name.includes("*")) continue;
        const key = `${when}:${name}`;
        const known = this.#byName.get(key);
        if (known) known.add(webhook);
        else this.#byName.set(key, new Set([webhook]));
      }
      if (webhook.patterns.some(({ name }) => name.includes("*"))) this.#wild.push(webhook);
      for (const channel of new Set(webhook.settings.channels)) {
        const known = this.#byChannel.get(channel);
        if (known) known.push(webhook);
        else this.#byChannel.set(channel, [webhook]);
      }
    }
  }

  /** The webhooks that are sent before or after an event, in the order of their registration. */
  ofEvent(when: WebhookMoment, event: string): readonly ActiveWebhook[] {
    const key = `${when}:${event}`;
    let found = this.#found.get(key);
    if (!found) {
      const wild = this.#wild.filter((webhook) => webhook.listensTo(when, event));
      const place = (webhook: ActiveWebhook) => this.#places.get(webhook) ?? 0;
      found = [...new Set([...(this.#byName.get(key) ?? []), ...wild])].sort(
        (one, other) => place(one) - place(other),
      );
      this.#found.set(key, found);
    }
    return found;
  }

  /** The webhooks that a channel's messages are posted to. */
  ofChannel(channel: string): readonly ActiveWebhook[] {
    return this.#byChannel.get(channel) ?? [];
  }
}

import { createHash } from "node:crypto";
import { nearest } from "@clustaar/webhook-core/endpoint";
import type { WebhookMoment } from "../config/event-patterns.ts";
import { shownUrl } from "../config/read-url.ts";
import type { WebhookSettings } from "../config/settings.ts";
import { EmitterError } from "../errors.ts";
import { listed } from "../events/event-names.ts";
import { freshState, type WebhookRecord, type WebhookState } from "../stores/records.ts";
import type { EmitterStore } from "../stores/store.ts";
import { ActiveWebhook, type WebhookDefaults } from "./active-webhook.ts";
import { Subscriptions } from "./subscriptions.ts";

/** Webhooks of the store, and the version they were made of. */
type VersionMap = Map<string, { version: number; webhook: ActiveWebhook | undefined }>;

/** Knows every webhook and how it fares: those of a file or of code, and those that stand in the store. */
export class Registry {
  readonly #store: EmitterStore;
  readonly #defaults: WebhookDefaults;
  readonly #readRecord: (record: WebhookRecord) => ActiveWebhook | undefined;
  #fixed: readonly ActiveWebhook[] = [];
  #byId = new Map<string, ActiveWebhook>();
  #versions: VersionMap = new Map();
  #states = new Map<string, WebhookState>();
  #subscriptions = new Subscriptions([]);
  #revision: number | string | undefined;
  #pending: Promise<void> | undefined;

  constructor(
    store: EmitterStore,
    defaults: WebhookDefaults,
    readRecord: (record: WebhookRecord) => ActiveWebhook | undefined,
  ) {
    this.#store = store;
    this.#defaults = defaults;
    this.#readRecord = readRecord;
  }

  /** Takes other webhooks of a file or of code in place of those before. */
  setFixed(settings: readonly WebhookSettings[], source: "file" | "code"): void {
    const seen = new Map<string, number>();
    this.#fixed = settings.map((one) => {
      const id = fixedId(one);
      const count = (seen.get(id) ?? 0) + 1;
      seen.set(id, count);
      return new ActiveWebhook(count === 1 ? id : `${id}-${count}`, source, one, this.#defaults);
    });
    this.#index();
  }

  /** Looks whether anybody has changed something in the store; calls at the same time share one look. */
  async refresh(force = false): Promise<void> {
    if (this.#pending && !force) return this.#pending;
    const look = (async () => {
      const revision = await this.#store.revision();
      if (revision === this.#revision && !force) return;
      const [records, states] = await Promise.all([this.#store.webhooks(), this.#store.states()]);
      this.#revision = revision;
      this.#states = new Map(states);
      const versions: VersionMap = new Map();
      for (const record of records) {
        const known = this.#versions.get(record.id);
        const same = known?.version === record.version ? known : undefined;
        versions.set(
          record.id,
          same ?? { version: record.version, webhook: this.#readRecord(record) },
        );
      }
      this.#versions = versions;
      this.#index();
    })();
    const pending = look.finally(() => {
      if (this.#pending === pending) this.#pending = undefined;
    });
    this.#pending = pending;
    return pending;
  }

  all(): readonly ActiveWebhook[] {
    return [...this.#byId.values()];
  }

  get(id: string): ActiveWebhook | undefined {
    return this.#byId.get(id);
  }

  /** Whether a webhook stands in the store, even if its settings cannot be read. */
  isStored(id: string): boolean {
    return this.#versions.has(id);
  }

  /**
   * Finds a webhook by its id or name.
   *
   * @throws EmitterError `webhook_unknown`, with what exists.
   */
  find(idOrName: string): ActiveWebhook {
    const found =
      this.#byId.get(idOrName) ?? this.all().find(({ settings }) => settings.name === idOrName);
    if (found) return found;
    const names = this.all().map(({ shown }) => shown);
    const meant = typeof idOrName === "string" ? nearest(idOrName, names) : undefined;
    const hint = meant === undefined ? "" : `, did you mean ${JSON.stringify(meant)}?`;
    throw new EmitterError(
      "webhook_unknown",
      `no webhook has the id or name ${JSON.stringify(idOrName)}${hint}; there are ${listed(names)}`,
    );
  }

  state(id: string): WebhookState {
    return this.#states.get(id) ?? freshState;
  }

  /** Changes a state in the store and here. */
  async updateState(id: string, change: (state: WebhookState) => WebhookState) {
    const changed = await this.#store.updateState(id, change);
    this.#states.set(id, changed.after);
    return changed;
  }

  /** The webhooks that are sent before or after an event, in the order of their registration. */
  subscribers(when: WebhookMoment, event: string): readonly ActiveWebhook[] {
    return this.#subscriptions.ofEvent(when, event);
  }

  /** The webhooks that a channel's messages are posted to. */
  onChannel(channel: string): readonly ActiveWebhook[] {
    return this.#subscriptions.ofChannel(channel);
  }

  #index(): void {
    this.#byId = new Map(this.#fixed.map((webhook) => [webhook.id, webhook]));
    for (const { webhook } of this.#versions.values()) {
      if (webhook) this.#byId.set(webhook.id, webhook);
    }
    this.#subscriptions = new Subscriptions(this.#byId.values());
  }
}

/** A webhook of a file or of code is known by its name, or by what it is: where it goes, and for what. */
function fixedId({ name, url, events, channels }: WebhookSettings): string {
  if (name !== null && name !== "") return name;
  const what = JSON.stringify([shownUrl(url), events, channels]);
  return `webhook-${createHash("sha256").update(what).digest("hex").slice(0, 12)}`;
}

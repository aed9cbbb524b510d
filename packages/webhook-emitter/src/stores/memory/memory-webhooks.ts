import { webhookChanged } from "../internal/webhook-changed.ts";
import { freshState, type WebhookRecord, type WebhookState } from "../records.ts";

/** The webhooks and states of the memory store, apart from its queue. */
export abstract class MemoryWebhooks {
  readonly #webhooks = new Map<string, WebhookRecord>();
  readonly #states = new Map<string, WebhookState>();
  #revision = 0;

  /** Called with each new state. */
  protected abstract stateChanged(webhookId: string, state: WebhookState): void;
  protected abstract now(): number;

  async webhook(id: string): Promise<WebhookRecord | undefined> {
    return this.#webhooks.get(id);
  }

  async webhooks(): Promise<readonly WebhookRecord[]> {
    return [...this.#webhooks.values()];
  }

  async putWebhook(id: string, document: string, version: number): Promise<WebhookRecord> {
    const known = this.#webhooks.get(id);
    if ((known?.version ?? 0) !== version) throw webhookChanged(id, version, known?.version ?? 0);
    const now = this.now();
    const createdAt = known?.createdAt ?? now;
    const record = { id, document, version: version + 1, createdAt, updatedAt: now };
    this.#webhooks.set(id, record);
    this.#revision++;
    return record;
  }

  async deleteWebhook(id: string): Promise<boolean> {
    const wasThere = this.#webhooks.delete(id);
    if (wasThere) this.#revision++;
    if (this.#states.delete(id)) this.stateChanged(id, freshState);
    return wasThere;
  }

  async states(): Promise<ReadonlyMap<string, WebhookState>> {
    return new Map(this.#states);
  }

  async updateState(webhookId: string, change: (state: WebhookState) => WebhookState) {
    const before = this.#states.get(webhookId) ?? freshState;
    const after = change(before);
    if (after !== before) {
      this.#states.set(webhookId, after);
      this.#revision++;
      this.stateChanged(webhookId, after);
    }
    return { before, after };
  }

  async revision(): Promise<number> {
    return this.#revision;
  }
}

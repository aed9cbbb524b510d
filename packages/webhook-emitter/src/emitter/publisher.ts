import { Buffer } from "node:buffer";
import { kindOf, nearest } from "@clustaar/webhook-core/endpoint";
import type { WebhookMoment } from "../config/event-patterns.ts";
import { EmitterError } from "../errors.ts";
import type { SettledResult } from "../events/event-types.ts";
import { newId } from "../internal/ids.ts";
import { meantAndKnown } from "../internal/meant.ts";
import { isPlainText } from "../internal/plain-text.ts";
import { checkSize, eventBody, writeBody } from "../sending/body.ts";
import { SCHEMA_VERSION } from "../sending/request-headers.ts";
import type { NewMessage, PublishReceipt } from "../stores/records.ts";
import type { EmitterStore } from "../stores/store.ts";
import type { ActiveWebhook } from "./active-webhook.ts";
import type { EmitterSettings } from "./emitter-options.ts";
import type { Registry } from "./registry.ts";

/** How one event is published. */
export interface PublishOptions {
  /** The caller's own transaction, for a store that can join it: the event is published when it commits, and only then. */
  readonly tx?: unknown;
  /** Publishing the same key again within a day does nothing, and gives the first receipt again. */
  readonly idempotencyKey?: string;
  /** Events of one group are sent to a webhook one after the other, in the order of publishing; later attempts are not waited for. */
  readonly group?: string;
}

/** Writes events and channel messages, and puts them into the store for the webhooks that get them. */
export class Publisher {
  readonly #store: EmitterStore;
  readonly #registry: Registry;
  readonly #settings: EmitterSettings;

  constructor(store: EmitterStore, registry: Registry, settings: EmitterSettings) {
    this.#store = store;
    this.#registry = registry;
    this.#settings = settings;
  }

  /** Stores what the webhooks of an event get. */
  async event(
    what: string,
    event: string,
    input: unknown,
    results: readonly SettledResult[],
    options: PublishOptions = {},
    not?: ActiveWebhook,
  ): Promise<PublishReceipt> {
    checkPublishOptions(what, options);
    const subscribers = this.#registry.subscribers("after", event).filter((one) => one !== not);
    const written = this.write(what, "after", event, input, results);
    const webhooks = subscribers.filter(
      (webhook) => this.misfit(webhook, written.json) === undefined,
    );
    return this.#put(
      `after:${event}`,
      written.bytes,
      this.#settings.contentType,
      webhooks,
      options,
    );
  }

  /** Stores what the webhooks of a channel get. */
  async channel(
    what: string,
    channel: string,
    body: Uint8Array,
    contentType: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<PublishReceipt> {
    checkSize(what, body, this.#settings.maxBody);
    const webhooks = this.#registry.onChannel(channel).filter((one) => this.#mayGet(one));
    return this.#put(`channel:${channel}`, body, contentType, webhooks, {}, headers);
  }

  /** A body as it is sent, and as filters see it. */
  write(
    what: string,
    when: WebhookMoment,
    event: string,
    input: unknown,
    results: readonly SettledResult[] | null,
  ): { bytes: Uint8Array; json: () => unknown } {
    const body = eventBody(`${when}:${event}`, this.#settings.clock.now(), input, results);
    const bytes = writeBody(what, body, this.#settings.maxBody);
    let json: unknown;
    return {
      bytes,
      json() {
        json ??= JSON.parse(Buffer.from(bytes).toString("utf8"));
        return json;
      },
    };
  }

  /** Why a webhook does not get a body: it is off, disabled, or its filter says so. */
  misfit(webhook: ActiveWebhook, json: () => unknown): string | undefined {
    if (!webhook.settings.enabled) return "it is switched off (enabled: false)";
    const { status, reason } = this.#registry.state(webhook.id);
    if (status === "disabled") return `it is disabled: ${reason ?? ""}`;
    const misfit = webhook.filter?.misfit(json());
    return misfit === undefined ? undefined : `filter ${misfit}`;
  }

  #mayGet(webhook: ActiveWebhook): boolean {
    return webhook.settings.enabled && this.#registry.state(webhook.id).status !== "disabled";
  }

  async #put(
    event: string,
    body: Uint8Array,
    contentType: string,
    webhooks: readonly ActiveWebhook[],
    { tx, idempotencyKey, group }: PublishOptions,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PublishReceipt> {
    const { clock, retention, telemetry } = this.#settings;
    const now = clock.now();
    const id = newId("msg", now);
    if (webhooks.length === 0 && idempotencyKey === undefined && tx === undefined) {
      return { messageId: id, deliveries: [], duplicate: false };
    }
    const message: NewMessage = {
      id,
      event,
      body,
      contentType,
      headers: {
        "webhook-schema-version": SCHEMA_VERSION,
        ...telemetry.currentTrace(),
        ...headers,
      },
      createdAt: now,
      expiresAt: now + retention,
      deliveries: webhooks.map((webhook) => ({
        id: newId("dlv", now),
        webhookId: webhook.id,
        group: group ?? null,
      })),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
    const receipt = await this.#store.publish(message, tx);
    if (!receipt.duplicate) telemetry.published(event, receipt.deliveries.length);
    return receipt;
  }
}

const known = ["tx", "idempotencyKey", "group"];
/** Characters of a group's name or an idempotency key at most. */
const LONGEST = 256;

function checkPublishOptions(what: string, options: PublishOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new EmitterError(
      "config_invalid",
      `${what}: expected an object of options, got ${kindOf(options)}`,
    );
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new EmitterError(
      "config_invalid",
      `${what}: unknown option ${JSON.stringify(name)}${meantAndKnown(meant, `the options are ${known.join(", ")}`)}`,
    );
  }
  if ("tx" in options && options.tx === undefined) {
    // Outside of the transaction it would be sent even if that is rolled back.
    throw new EmitterError(
      "config_invalid",
      `${what}: tx: expected a transaction, got undefined; leave it out if there is none`,
    );
  }
  for (const name of ["idempotencyKey", "group"] as const) {
    const value = options[name];
    if (value === undefined && !(name in options)) continue;
    if (typeof value !== "string" || value === "" || value.length > LONGEST) {
      throw new EmitterError(
        "config_invalid",
        `${what}: ${name}: expected a text of 1 to ${LONGEST} characters; leave it out if there is none`,
      );
    }
    if (isPlainText(value)) continue;
    throw new EmitterError(
      "config_invalid",
      `${what}: ${name}: expected a text of whole characters without U+0000, which is all that every store keeps`,
    );
  }
}

import { TextDecoder, TextEncoder } from "node:util";
import { checkNumber, checkOptions, kindOf } from "@clustaar/webhook-core/endpoint";
import { isMapping } from "../config/fields.ts";
import { shownUrl } from "../config/read-url.ts";
import { attempt } from "../delivery/attempt.ts";
import { EmitterError } from "../errors.ts";
import { validate } from "../events/validate.ts";
import { newId } from "../internal/ids.ts";
import { reservedHeaders } from "../sending/header-names.ts";
import { isChallengeResponse, newChallenge, PING } from "../sending/ping.ts";
import { newSecret, secretMistake } from "../sending/secrets.ts";
import { type AttemptRecord, freshState, type WebhookRecord } from "../stores/records.ts";
import { type HeaderList, headersByName } from "../transport/header-list.ts";
import type { ActiveWebhook, TimedSecret } from "./active-webhook.ts";
import type { EmitterCore } from "./core.ts";
import type { WebhookInput } from "./emitter-options.ts";
import { asFileKeys, parseDocument, readInput, writeDocument } from "./webhook-document.ts";
import { viewOf, type WebhookView } from "./webhook-view.ts";

/** What `sendExample` and `verify` give. */
export interface SentNow {
  /** How the attempt went. */
  readonly attempt: AttemptRecord;
  /** The id it was sent with. */
  readonly messageId: string;
  /** What was sent. */
  readonly request: {
    /** The address, without user, password and query. */
    readonly url: string;
    /** The headers; the values of the webhook's own ones, which may be secrets, are hidden. */
    readonly headers: Readonly<Record<string, string>>;
    /** The body. */
    readonly body: string;
  };
}

/** What `trigger` takes. */
export interface TriggerOptions {
  /** The event's input; left out: its example. */
  readonly data?: unknown;
}

/** Webhooks at run time: a customer's endpoints. They live in the store, and every process of it sends to them. */
export interface WebhooksApi {
  /**
   * Registers a webhook, with the keys of a file in camel case; a secret is made where none is given. The secret is given back
   * here and by `rotateSecret`, and nowhere else.
   *
   * @throws EmitterError `config_invalid` with every mistake.
   */
  create(input: WebhookInput): Promise<WebhookView & { readonly secret: string }>;
  /** Reads a webhook by its id or name, of a file or of code too; undefined: there is none. */
  get(idOrName: string): Promise<WebhookView | undefined>;
  /** All webhooks, those of a file or of code first. */
  list(): Promise<readonly WebhookView[]>;
  /**
   * Changes what is given, and leaves the rest; null takes a key away. What waits is sent to the new address, signed with what is
   * valid then.
   *
   * @throws EmitterError `webhook_unknown`, `webhook_read_only`, `webhook_changed`, `config_invalid`.
   */
  update(idOrName: string, change: WebhookInput): Promise<WebhookView>;
  /**
   * Takes a webhook away; what waits for it ends as `cancelled`.
   *
   * @throws EmitterError `webhook_unknown`, `webhook_read_only`.
   */
  delete(idOrName: string): Promise<void>;
  /**
   * Signs with a new secret from now on, and beside it with the old ones for `grace` milliseconds.
   *
   * @throws EmitterError `webhook_unknown`, `webhook_read_only`, `config_invalid`.
   */
  rotateSecret(
    idOrName: string,
    options?: { readonly secret?: string; readonly grace?: number },
  ): Promise<{ readonly secret: string }>;
  /** Sends nothing until `resume`; what is published meanwhile waits. */
  pause(idOrName: string): Promise<WebhookView>;
  /** Sends again, after `pause` or after it was disabled; what was dead by then is brought back by `deliveries.recover`. */
  resume(idOrName: string): Promise<WebhookView>;
  /**
   * Sends a `webhook.ping` with a challenge, which the endpoint has to sign.
   *
   * @throws EmitterError `verification_failed`, with what it answered instead.
   */
  verify(idOrName: string): Promise<SentNow>;
  /**
   * Sends the example of an event now, once, outside of the queue.
   *
   * @throws EmitterError `event_unknown`, `config_invalid` when the event has no example.
   */
  sendExample(idOrName: string, event: string): Promise<SentNow>;
  /**
   * Sends an event now, once, outside of the queue, whether the webhook listens to it or not; the results are the example's.
   *
   * @throws EmitterError `event_unknown`, `input_invalid`, `not_json`, `config_invalid` when there are neither data nor an example.
   */
  trigger(idOrName: string, event: string, options?: TriggerOptions): Promise<SentNow>;
}

/** Changes are tried again so often when others come between. */
const TRIES = 5;

/** The webhooks of one emitter. */
export class Webhooks implements WebhooksApi {
  readonly #core: EmitterCore;

  constructor(core: EmitterCore) {
    this.#core = core;
  }

  async create(input: WebhookInput) {
    const { settings, store, registry, eventNames } = this.#core;
    const what = "webhooks.create";
    const { secret = newSecret(), ...rest } = settingsOf(what, input);
    const read = readInput(what, { ...rest, secret }, eventNames);
    const secrets = read.secrets.map((one): TimedSecret => ({ secret: one, until: null }));
    const id = newId("whk", settings.clock.now());
    await store.putWebhook(id, writeDocument({ settings: rest, secrets }), 0);
    await registry.refresh(true);
    return { ...this.#view(id), secret: secrets[0]?.secret ?? "" };
  }

  async get(idOrName: string) {
    const { registry } = this.#core;
    const found = registry
      .all()
      .find(({ id, settings }) => id === idOrName || settings.name === idOrName);
    return found && viewOf(found, registry.state(found.id));
  }

  async list() {
    const { registry } = this.#core;
    return registry.all().map((webhook) => viewOf(webhook, registry.state(webhook.id)));
  }

  async update(idOrName: string, change: WebhookInput) {
    const { secret, ...rest } = settingsOf("webhooks.update", change);
    if (secret !== undefined) {
      throw new EmitterError(
        "config_invalid",
        "webhooks.update: secret: a secret is changed by webhooks.rotateSecret, so that the old one goes on signing for a while",
      );
    }
    const id = await this.#change("webhooks.update", idOrName, (record) => {
      const document = parseDocument(record);
      const merged = { ...document.settings, ...rest };
      const settings = Object.fromEntries(
        Object.entries(merged).filter(([, value]) => value !== null),
      );
      const [first] = document.secrets;
      readInput("webhooks.update", { ...settings, secret: first?.secret }, this.#core.eventNames);
      return writeDocument({ ...document, settings });
    });
    return this.#view(id);
  }

  async delete(idOrName: string) {
    const { store, registry } = this.#core;
    const record = await this.#recordOf("webhooks.delete", idOrName);
    await store.deleteWebhook(record.id);
    await registry.refresh(true);
    await store.cancel(record.id, "cancelled", "its webhook was deleted");
  }

  async rotateSecret(idOrName: string, options: { secret?: string; grace?: number } = {}) {
    const { settings } = this.#core;
    const what = "webhooks.rotateSecret";
    checkOptions(what, options, ["secret", "grace"]);
    const { secret = newSecret(), grace = settings.rotationGrace } = options;
    checkNumber(`${what}: grace`, grace, 0, "milliseconds");
    const mistake =
      typeof secret === "string" ? secretMistake(secret) : "expected a secret as text";
    if (mistake !== undefined)
      throw new EmitterError("config_invalid", `${what}: secret: ${mistake}`);
    await this.#change(what, idOrName, (record) => {
      const now = settings.clock.now();
      const document = parseDocument(record);
      const old = document.secrets
        .filter((one) => one.secret !== secret && (one.until === null || one.until > now))
        .map((one) => ({ ...one, until: Math.min(one.until ?? now + grace, now + grace) }));
      return writeDocument({ ...document, secrets: [{ secret, until: null }, ...old] });
    });
    return { secret };
  }

  async pause(idOrName: string) {
    return this.#setStatus(idOrName, "paused");
  }

  async resume(idOrName: string) {
    return this.#setStatus(idOrName, "active");
  }

  async verify(idOrName: string) {
    const webhook = this.#core.registry.find(idOrName);
    const challenge = newChallenge();
    const { clock, contentType } = this.#core.settings;
    // With the topic and the data of a Clustaar event, so that a Webhook of webhook-core can route it.
    const body = {
      event: PING,
      created_at: new Date(clock.now()).toISOString().replace("Z", "+00:00"),
      topic: PING,
      challenge,
      data: { type: PING, challenge },
    };
    const { sent, answer } = await this.#sendNow(webhook, PING, body, contentType);
    const given = challengeResponseOf(answer);
    const secret = webhook.currentSecret(clock.now());
    if (sent.attempt.ok && isChallengeResponse(given, challenge, secret)) return sent;
    const problem = sent.attempt.ok
      ? "it answered without the challenge's signature"
      : (sent.attempt.error?.message ?? "it failed");
    throw new EmitterError(
      "verification_failed",
      `webhooks.verify: ${webhook.shown}: ${problem}; answer webhook.ping with { "challenge_response": ... }, as createResponder does, and a Webhook of @clustaar/webhook-core with the scheme standardWebhooks`,
    );
  }

  async sendExample(idOrName: string, event: string) {
    return this.#trigger("webhooks.sendExample", idOrName, event, undefined);
  }

  async trigger(idOrName: string, event: string, options: TriggerOptions = {}) {
    checkOptions("webhooks.trigger", options, ["data"]);
    return this.#trigger("webhooks.trigger", idOrName, event, options.data);
  }

  async #trigger(what: string, idOrName: string, event: string, data: unknown) {
    const { registry, settings, publisher } = this.#core;
    const webhook = registry.find(idOrName);
    const { key, definition } = this.#core.eventOf(what, event);
    if (data === undefined && definition.input && definition.example === undefined) {
      throw new EmitterError(
        "config_invalid",
        `${what}: the event ${JSON.stringify(key.event)} has no example; give it one in createEvents`,
      );
    }
    const input =
      data === undefined
        ? definition.example
        : await validate("input_invalid", `${what}: ${event}`, definition.input, data);
    const before = key.when === "before";
    const results =
      definition.exampleResult === undefined
        ? []
        : [{ handler: "example", value: definition.exampleResult }];
    const { bytes } = publisher.write(
      what,
      before ? "before" : "after",
      key.event,
      input,
      before ? null : results,
    );
    const name = `${before ? "before" : "after"}:${key.event}`;
    return (await this.#sendNow(webhook, name, bytes, settings.contentType)).sent;
  }

  async #sendNow(
    webhook: ActiveWebhook,
    event: string,
    body: object | Uint8Array,
    contentType: string,
  ) {
    const { settings, transport } = this.#core;
    const id = newId("msg", settings.clock.now());
    const bytes =
      body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
    const attempted = await attempt(
      transport,
      webhook,
      { id, event, body: bytes, contentType, headers: {} },
      { ...settings, kind: "extra", now: settings.clock.now, awaited: true },
    );
    const request = {
      url: shownUrl(webhook.settings.url),
      headers: shownHeaders(webhook, attempted.headers ?? []),
      body: new TextDecoder().decode(bytes),
    };
    return {
      sent: { attempt: attempted.record, messageId: id, request },
      answer: attempted.answer,
    };
  }

  async #setStatus(idOrName: string, status: "active" | "paused"): Promise<WebhookView> {
    const { registry, settings, wake } = this.#core;
    const { id } = registry.find(idOrName);
    await registry.updateState(id, (state) => {
      if (state.status === status) return state;
      if (status === "active") return { ...freshState, since: settings.clock.now() };
      return { ...state, status, since: settings.clock.now() };
    });
    wake();
    return this.#view(id);
  }

  #view(id: string): WebhookView {
    const { registry } = this.#core;
    return viewOf(registry.find(id), registry.state(id));
  }

  async #recordOf(what: string, id: string): Promise<WebhookRecord> {
    const { store, registry } = this.#core;
    const record = await store.webhook(id);
    if (record) return record;
    const webhook = registry.find(id);
    const named = webhook.source === "store" ? await store.webhook(webhook.id) : undefined;
    if (named) return named;
    if (webhook.source !== "store") {
      throw new EmitterError(
        "webhook_read_only",
        `${what}: the webhook ${webhook.shown} stands in ${webhook.source === "file" ? "the configuration file" : "code"}; change it there${webhook.source === "file" ? ", and call reload()" : ""}`,
      );
    }
    throw new EmitterError("webhook_unknown", `${what}: the webhook ${id} is no longer there`);
  }

  async #change(
    what: string,
    idOrName: string,
    change: (record: WebhookRecord) => string,
  ): Promise<string> {
    for (let tries = 1; ; tries++) {
      const record = await this.#recordOf(what, idOrName);
      try {
        await this.#core.store.putWebhook(record.id, change(record), record.version);
        await this.#core.registry.refresh(true);
        this.#core.wake();
        return record.id;
      } catch (error) {
        const changed = error instanceof EmitterError && error.code === "webhook_changed";
        if (!changed || tries === TRIES) throw error;
      }
    }
  }
}

/** Settings as they were given, with the keys of a file. */
function settingsOf(what: string, given: WebhookInput): Record<string, unknown> {
  if (isMapping(given)) return asFileKeys(given) as Record<string, unknown>;
  throw new EmitterError("config_invalid", `${what}: expected an object, got ${kindOf(given)}`);
}

function challengeResponseOf(answer: { body: Uint8Array } | undefined): unknown {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(answer?.body));
    return typeof json === "object" && json !== null && "challenge_response" in json
      ? json.challenge_response
      : undefined;
  } catch {
    return undefined;
  }
}

/** The webhook's own headers may hold a password. */
function shownHeaders({ settings }: ActiveWebhook, headers: HeaderList): Record<string, string> {
  const own = new Set(Object.keys(settings.headers).map((name) => name.toLowerCase()));
  const shown = Object.entries(headersByName(headers)).map(([name, value]) => [
    name,
    own.has(name) && !reservedHeaders.has(name) ? "(hidden)" : value,
  ]);
  return Object.fromEntries(shown);
}

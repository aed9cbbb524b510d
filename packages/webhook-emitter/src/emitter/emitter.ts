import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  checkFunction,
  checkNumber,
  checkOptions,
  checkText,
} from "@clustaar/webhook-core/endpoint";
import { shownUrl } from "../config/read-url.ts";
import type { Attempted } from "../delivery/attempt.ts";
import { Health, type OwnEventName } from "../delivery/health.ts";
import { DeliveryLoop } from "../delivery/loop.ts";
import { EmitterError } from "../errors.ts";
import { type Events, joinEvents } from "../events/create-events.ts";
import { unknownEvent } from "../events/event-names.ts";
import type { SettledResult } from "../events/event-types.ts";
import { validate } from "../events/validate.ts";
import { reportToConsole } from "../internal/report.ts";
import { Timers } from "../internal/timers.ts";
import { stopAndClose } from "../queue/stop-and-close.ts";
import { refuseInbox } from "../stores/owner.ts";
import type { DeliveryFilter } from "../stores/records.ts";
import type { EmitterStore } from "../stores/store.ts";
import { Transport } from "../transport/transport.ts";
import type { ActiveWebhook } from "./active-webhook.ts";
import { askBefore } from "./before.ts";
import { ChannelHub } from "./channels.ts";
import { EmitterCore, ownEvents } from "./core.ts";
import type { WebhookReader } from "./create-emitter.ts";
import { checkListOptions, checkTime } from "./delivery-filter.ts";
import type { EmitterSettings } from "./emitter-options.ts";
import type { DeliveriesApi, Emitter, OwnEvent } from "./emitter-types.ts";
import { explain } from "./explain.ts";
import { Publisher, type PublishOptions } from "./publisher.ts";
import { Registry } from "./registry.ts";
import { activeFromRecord } from "./webhook-document.ts";
import { Webhooks } from "./webhooks-api.ts";

/** How often it is asked whether another process has changed a webhook, in milliseconds. */
const LOOK_EVERY = 1_000;
/** How often expired messages are removed, in milliseconds. */
const EXPIRE_EVERY = 60_000;
/** Messages that are removed at a time. */
const EXPIRE_AT_ONCE = 1_000;

/** An emitter and all of its parts. */
export class EmitterImplementation implements Emitter {
  readonly events: Events;
  readonly webhooks: Webhooks;
  readonly deliveries: DeliveriesApi;
  readonly channels: ChannelHub;
  readonly storeKind: string;
  readonly #core: EmitterCore;
  readonly #health: Health;
  readonly #loop: DeliveryLoop;
  readonly #readWebhooks: WebhookReader;
  readonly #listeners = new Map<OwnEventName, ((event: OwnEvent) => unknown)[]>();
  readonly #timers: Timers;
  #leaveEvents: () => void = () => {};
  #stopObserving: () => void = () => {};
  #closing: Promise<{ handedBack: number }> | undefined;
  #telling = new Set<Promise<unknown>>();

  constructor(
    events: Events,
    store: EmitterStore,
    settings: EmitterSettings,
    readWebhooks: WebhookReader,
  ) {
    const defaults = { allowPrivate: settings.allowPrivate, allowInsecure: settings.allowInsecure };
    const registry = new Registry(store, defaults, (record) => {
      try {
        return activeFromRecord(record, defaults);
      } catch (error) {
        const fields = { webhook: record.id };
        settings.log({
          level: "error",
          code: "webhook.unreadable",
          message: "a webhook in the store cannot be read",
          fields,
          error,
        });
        return undefined;
      }
    });
    const publisher = new Publisher(store, registry, settings);
    const transport = new Transport(settings.resolve);
    const wake = () => this.#loop.wake();
    this.events = events;
    this.storeKind = store.kind;
    this.#readWebhooks = readWebhooks;
    this.#core = new EmitterCore({ events, settings, store, registry, publisher, transport, wake });
    this.channels = new ChannelHub(publisher, settings);
    const tell = this.#tell.bind(this);
    this.#health = new Health({ registry, store, disableAfter: settings.disableAfter, tell });
    this.#loop = new DeliveryLoop({
      store,
      registry,
      transport,
      tell,
      health: this.#health,
      clock: settings.clock,
      log: settings.log,
      logsAll: settings.logsAll,
      attempts: settings,
      schedule: settings.schedule,
      concurrency: settings.concurrency,
      maxInFlight: settings.maxInFlight,
      random: settings.random,
      onAnswer: (webhook, { message }, attempted) =>
        this.channels.answered(webhook, attempted, message.headers),
    });
    this.#timers = new Timers(settings.clock, settings.log);
    this.webhooks = new Webhooks(this.#core);
    this.deliveries = this.#deliveriesApi();
  }

  /**
   * Opens the store, and begins.
   *
   * @param works - false: the queue is left to others.
   */
  async open(fixed: Awaited<ReturnType<WebhookReader>>, works: boolean): Promise<void> {
    const { store, settings, registry, events } = this.#core;
    const { clock, log } = settings;
    // Before the store can wake it.
    if (!works) this.#loop.claimNothing();
    await store.open({
      now: () => clock.now(),
      onWork: () => this.#loop.wake(),
      onError: (error) =>
        log({
          level: "error",
          code: "store.failed",
          message: "the store failed in the background",
          fields: {},
          error,
        }),
    });
    try {
      await refuseInbox(store);
      registry.setFixed(fixed.settings, fixed.source);
      await registry.refresh(true);
    } catch (error) {
      await store.close();
      throw error;
    }
    this.#leaveEvents = joinEvents(events, {
      before: (event, input, signal) => this.#before(event, input, signal),
      after: (event, input, results) => this.#after(event, input, results),
    });
    this.#stopObserving = settings.telemetry.observeQueue(
      store.kind,
      () => store.stats(),
      clock.now,
    );
    if (store.claims === "shared") this.#timers.every("look", LOOK_EVERY, () => registry.refresh());
    if (!works) return;
    this.#loop.start();
    this.#timers.every("expire", EXPIRE_EVERY, () => store.expire(EXPIRE_AT_ONCE));
  }

  async publish(event: string, data: unknown, options: PublishOptions = {}) {
    this.#mustBeOpen("emitter.publish");
    const { events, publisher } = this.#core;
    if (typeof event !== "string" || !Object.hasOwn(events.definitions, event)) {
      throw unknownEvent("emitter.publish", event, events.names, true);
    }
    const what = `publish: ${JSON.stringify(event)}`;
    const input = await validate("input_invalid", what, events.definitions[event]?.input, data);
    return publisher.event(what, event, input, [], options);
  }

  async explain(event: string, data: unknown, webhook?: string) {
    return explain(this.#core, event, data, webhook);
  }

  async reload(): Promise<void> {
    this.#mustBeOpen("emitter.reload");
    const { settings, source } = await this.#readWebhooks();
    const { registry } = this.#core;
    const before = new Set(registry.all().map(({ id }) => id));
    registry.setFixed(settings, source);
    await registry.refresh(true);
    // What was held because its webhook was not there is looked at again.
    for (const { id } of registry.all()) {
      if (before.has(id) || registry.state(id).heldUntil === null) continue;
      await registry.updateState(id, (state) => ({ ...state, heldUntil: null }));
    }
    this.#loop.wake();
  }

  async stats() {
    return { ...(await this.#core.store.stats()), here: this.#loop.inFlight };
  }

  on(event: OwnEventName, listener: (event: OwnEvent) => unknown): () => void {
    if (!(ownEvents as readonly string[]).includes(event)) {
      throw new WebhookConfigError(
        `emitter.on: expected one of ${ownEvents.join(", ")}, got ${JSON.stringify(event)}`,
      );
    }
    checkFunction("emitter.on: listener", listener);
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return () => {
      const left = (this.#listeners.get(event) ?? []).filter((one) => one !== listener);
      this.#listeners.set(event, left);
    };
  }

  async close(options: { deadline?: number } = {}): Promise<{ handedBack: number }> {
    checkOptions("emitter.close", options, ["deadline"]);
    const { deadline = 10_000 } = options;
    checkNumber("emitter.close: deadline", deadline, 0, "milliseconds");
    this.#closing ??= this.#close(deadline);
    return this.#closing;
  }

  async #close(deadline: number): Promise<{ handedBack: number }> {
    this.#leaveEvents();
    this.#stopObserving();
    this.#timers.end();
    const { settings, store, transport } = this.#core;
    const { clock, log } = settings;
    return stopAndClose({
      clock,
      log,
      deadline,
      stop: async () => {
        const stopped = await this.#loop.stop(deadline);
        await Promise.allSettled(this.#telling);
        await transport.close();
        return stopped;
      },
      closeStore: () => store.close(),
    });
  }

  #before(event: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    const { registry, publisher, transport, settings } = this.#core;
    const health = this.#health;
    const onAnswer = (webhook: ActiveWebhook, attempted: Attempted) =>
      this.channels.answered(webhook, attempted);
    return askBefore(
      { registry, publisher, transport, health, settings, onAnswer },
      event,
      input,
      signal,
    );
  }

  async #after(event: string, input: unknown, results: readonly SettledResult[]): Promise<void> {
    await this.#core.publisher.event(`dispatch: ${JSON.stringify(event)}`, event, input, results);
  }

  /** Tells listeners and webhooks what happened to a webhook; never throws. */
  #tell(event: OwnEventName, webhook: ActiveWebhook, facts: Record<string, unknown>): void {
    const { log } = this.#core.settings;
    const about = {
      id: webhook.id,
      name: webhook.settings.name,
      url: shownUrl(webhook.settings.url),
    };
    log({
      level: event === "webhook.recovered" ? "info" : "warn",
      code: event,
      message: `${webhook.shown}: ${event.slice("webhook.".length)}`,
      fields: { webhook: webhook.id, url: about.url, ...facts },
    });
    const own: OwnEvent = { event, webhook: about, facts };
    for (const listener of this.#listeners.get(event) ?? []) {
      reportToConsole(`[webhook-emitter] ${event}:`, [() => listener(own)], undefined);
    }
    const body = { webhook: about, ...facts };
    const told = this.#core.publisher
      .event(event, event, body, [], {}, webhook)
      .catch((error: unknown) =>
        log({
          level: "error",
          code: "store.failed",
          message: `${event} could not be published`,
          fields: {},
          error,
        }),
      )
      .finally(() => this.#telling.delete(told));
    this.#telling.add(told);
  }

  #deliveriesApi(): DeliveriesApi {
    const { store, registry, wake } = this.#core;
    return {
      async list(options = {}) {
        checkListOptions(options);
        const { limit = 50, cursor, since, until, ...rest } = options;
        const filter: DeliveryFilter = {
          ...rest,
          ...(since === undefined ? {} : { since: Number(since) }),
          ...(until === undefined ? {} : { until: Number(until) }),
        };
        if (filter.webhookId === undefined) return store.list(filter, { limit, cursor });
        // By name as well, while it has one.
        const named = registry.all().find(({ settings }) => settings.name === filter.webhookId);
        const webhookId = registry.get(filter.webhookId)?.id ?? named?.id ?? filter.webhookId;
        return store.list({ ...filter, webhookId }, { limit, cursor });
      },
      async get(id) {
        checkText("deliveries.get: id", id);
        return store.delivery(id);
      },
      async redeliver(id) {
        checkText("deliveries.redeliver: id", id);
        if (await store.redeliver(id)) return wake();
        throw new EmitterError(
          "delivery_unknown",
          `deliveries.redeliver: no delivery has the id ${JSON.stringify(id)}; it may have been erased or have expired`,
        );
      },
      async recover(webhook, range = {}) {
        checkOptions("deliveries.recover", range, ["since", "until"]);
        const { since = 0, until = Number.MAX_SAFE_INTEGER } = range;
        const count = await store.recover(registry.find(webhook).id, {
          since: checkTime("deliveries.recover: since", since),
          until: checkTime("deliveries.recover: until", until),
        });
        wake();
        return count;
      },
      async erase(messageId) {
        checkText("deliveries.erase: messageId", messageId);
        return store.erase(messageId);
      },
    };
  }

  #mustBeOpen(what: string): void {
    if (!this.#closing) return;
    throw new EmitterError("emitter_closed", `${what}: the emitter is closed; create another one`);
  }
}

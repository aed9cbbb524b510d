import { type AcceptedRequest, WebhookConfigError } from "@clustaar/webhook-core";
import { checkEndpoint } from "@clustaar/webhook-core/adapter";
import {
  checkFunction,
  checkNumber,
  checkOptions,
  checkText,
  type HostContext,
  type ObservableEndpoint,
  type WebhookRequest,
} from "@clustaar/webhook-core/endpoint";
import { EmitterError } from "../errors.ts";
import { reportToConsole } from "../internal/report.ts";
import { Timers } from "../internal/timers.ts";
import { stopAndClose } from "../queue/stop-and-close.ts";
import { INBOX, takeForInbox } from "../stores/owner.ts";
import type { EmitterStore } from "../stores/store.ts";
import { expireRequests } from "./expiry.ts";
import { Handling } from "./handling.ts";
import { type InboxOptions, type InboxSettings, inboxSettings } from "./inbox-options.ts";
import { attemptOf, filterOf, recordOf, timeOf } from "./inbox-records.ts";
import { inboxStore, type StoreOfInbox } from "./inbox-store.ts";
import type { DeadListener, DeadRequest, Inbox, InboxFilter } from "./inbox-types.ts";
import { Intake } from "./intake.ts";
import { IntakeHost } from "./intake-host.ts";
import { StoreDoor } from "./store-door.ts";
import { requestOf } from "./stored-request.ts";

/** How often expired requests are removed, in milliseconds. */
const EXPIRE_EVERY = 60_000;

/**
 * Puts an inbox in front of an endpoint whose answer is an acknowledgement: it verifies, stores and acknowledges each request, and has it
 * handled in the background, with retries and dead letters. Mount what it returns in place of the endpoint.
 *
 * It is not for `conversation.step_reached`: the platform waits for the bot's actions, which travel in the answer.
 *
 * @throws WebhookConfigError `config_invalid` when the endpoint cannot be acknowledged first, or an option cannot work.
 * @throws EmitterError `config_invalid` when `store` names no store, or the one of another inbox of this process.
 *
 * @example
 * ```ts
 * import { defineEvent, Webhook } from "@clustaar/webhook-core";
 * import { signedRequest } from "@clustaar/webhook-core/testing";
 * import { inbox } from "@clustaar/webhook-emitter/inbox";
 * import { z } from "zod";
 *
 * const paid = defineEvent("order.paid", z.object({ topic: z.string(), total: z.number() }));
 * const webhook = new Webhook({ privateKey: "s3cr3t" });
 * const handled = new Promise<number>((resolve) => {
 *   webhook.on(paid, ({ notification }) => resolve(notification.total));
 * });
 *
 * const box = inbox(webhook, { store: "memory:" });
 * const notification = { topic: "order.paid", total: 12 };
 * console.log((await box.handle(signedRequest({ notification, privateKey: "s3cr3t" }))).status); // 200
 * console.log(await handled); // 12
 * await box.close();
 * ```
 */
export function inbox(endpoint: ObservableEndpoint, options: InboxOptions): Inbox {
  checkDeferrable(endpoint);
  const settings = inboxSettings(options);
  return new InboxImplementation(endpoint, inboxStore(options.store), settings);
}

class InboxImplementation implements Inbox {
  readonly maxBody: number;
  readonly #endpoint: ObservableEndpoint;
  readonly #store: EmitterStore;
  readonly #free: () => void;
  readonly #settings: InboxSettings;
  readonly #door: StoreDoor;
  readonly #intake: Intake;
  readonly #handling: Handling;
  readonly #timers: Timers;
  readonly #deadListeners: DeadListener[] = [];
  #closing: Promise<{ handedBack: number }> | undefined;

  constructor(
    endpoint: ObservableEndpoint,
    { store, free }: StoreOfInbox,
    settings: InboxSettings,
  ) {
    const { clock, log } = settings;
    this.maxBody = endpoint.maxBody;
    this.#endpoint = endpoint;
    this.#store = store;
    this.#free = free;
    this.#settings = settings;
    this.#timers = new Timers(clock, log);
    const onDead = this.#tellDead.bind(this);
    this.#handling = new Handling({ endpoint, store, settings, onDead });
    this.#door = new StoreDoor({ clock, log, open: () => this.#openStore() });
    this.#intake = new Intake(store, settings, this.#door);
  }

  handle(request: WebhookRequest, host?: HostContext) {
    const accept = (accepted: AcceptedRequest) =>
      this.#intake.accept(accepted, host?.trace?.bind(host));
    return this.#endpoint.handle(request, new IntakeHost(host, accept));
  }

  refuse(error: unknown, request: WebhookRequest) {
    return this.#endpoint.refuse(error, request);
  }

  onResponse(listener: Parameters<ObservableEndpoint["onResponse"]>[0]): this {
    this.#endpoint.onResponse(listener);
    return this;
  }

  onError(listener: Parameters<ObservableEndpoint["onError"]>[0]): this {
    this.#endpoint.onError(listener);
    return this;
  }

  onDead(listener: DeadListener): this {
    checkFunction("onDead: listener", listener);
    this.#deadListeners.push(listener);
    return this;
  }

  idle(options?: Parameters<ObservableEndpoint["idle"]>[0]) {
    return this.#endpoint.idle(options);
  }

  async open(): Promise<void> {
    this.#mustBeOpen("open");
    await this.#door.opened();
  }

  async list(options: InboxFilter & { limit?: number; cursor?: string } = {}) {
    const store = await this.#use("list");
    const { limit = 50, cursor } = options;
    checkNumber("inbox.list: limit", limit, 1, "requests", 500);
    const page = await store.list(filterOf("inbox.list", options), {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { items: page.items.map(recordOf), cursor: page.cursor };
  }

  async get(id: string) {
    checkText("inbox.get: id", id);
    const store = await this.#use("get");
    const [found, message] = await Promise.all([store.delivery(id), store.message(id)]);
    if (!found || !message) return undefined;
    return {
      record: recordOf(found.delivery),
      attempts: found.attempts.map(attemptOf),
      request: requestOf(message).request,
    };
  }

  async retry(id: string): Promise<void> {
    checkText("inbox.retry: id", id);
    const store = await this.#use("retry");
    if (await store.redeliver(id)) return this.#handling.wake();
    throw new EmitterError(
      "request_unknown",
      `inbox.retry: no request has the id ${JSON.stringify(id)}; it may have been erased or have expired`,
    );
  }

  async recover(range: { since?: Date | number; until?: Date | number } = {}): Promise<number> {
    checkOptions("inbox.recover", range, ["since", "until"]);
    const store = await this.#use("recover");
    const { since = 0, until = Number.MAX_SAFE_INTEGER } = range;
    const count = await store.recover(INBOX, {
      since: timeOf("inbox.recover: since", since),
      until: timeOf("inbox.recover: until", until),
    });
    this.#handling.wake();
    return count;
  }

  async erase(id: string): Promise<boolean> {
    checkText("inbox.erase: id", id);
    return (await this.#use("erase")).erase(id);
  }

  async stats() {
    const { waiting, inFlight, dead, oldestAt } = await (await this.#use("stats")).stats();
    return { waiting, inFlight, dead, oldestAt, here: this.#handling.inFlight };
  }

  async close(options: { deadline?: number } = {}): Promise<{ handedBack: number }> {
    checkOptions("inbox.close", options, ["deadline"]);
    const { deadline = 10_000 } = options;
    checkNumber("inbox.close: deadline", deadline, 0, "milliseconds");
    this.#closing ??= this.#close(deadline);
    return this.#closing;
  }

  async #close(deadline: number): Promise<{ handedBack: number }> {
    this.#intake.close();
    this.#timers.end();
    const isOpen = await this.#door.close();
    const { clock, log } = this.#settings;
    const handedBack = await stopAndClose({
      clock,
      log,
      deadline,
      stop: () => this.#handling.stop(deadline),
      closeStore: async () => {
        if (isOpen) await this.#store.close();
      },
    });
    this.#free();
    if (handedBack > 0) {
      const message = `${handedBack} requests were handed back; they are handled by the next process`;
      const fields = { handed_back: handedBack };
      log({ level: "info", code: "inbox.closed", message, fields });
    }
    return { handedBack };
  }

  async #openStore(): Promise<void> {
    const { clock, log, idempotency } = this.#settings;
    const store = this.#store;
    let isOpen = false;
    await store.open({
      now: () => clock.now(),
      ...(idempotency === null ? {} : { keyTtl: idempotency.ttl }),
      // What it tells before it is this inbox's is looked at then.
      onWork: () => {
        if (isOpen) this.#handling.wake();
      },
      onError: (error) => {
        const message = "the store failed in the background";
        log({ level: "error", code: "store.failed", message, fields: {}, error });
      },
    });
    try {
      await takeForInbox(store);
    } catch (error) {
      await store.close();
      throw error;
    }
    isOpen = true;
    if (this.#closing) return;
    this.#handling.start();
    const onDead = this.#tellDead.bind(this);
    const expiry = { store, settings: this.#settings, onDead };
    this.#timers.every("expire", EXPIRE_EVERY, () => expireRequests(expiry));
  }

  #tellDead(dead: DeadRequest): void {
    for (const listener of this.#deadListeners) {
      reportToConsole("[webhook-inbox] request.dead:", [() => listener(dead)], undefined);
    }
  }

  async #use(what: string): Promise<EmitterStore> {
    this.#mustBeOpen(what);
    await this.#door.opened();
    return this.#store;
  }

  #mustBeOpen(what: string): void {
    if (!this.#closing) return;
    throw new EmitterError("inbox_closed", `inbox.${what}: the inbox is closed; make another one`);
  }
}

/** @throws WebhookConfigError `config_invalid` */
function checkDeferrable(endpoint: ObservableEndpoint): void {
  const usage = 'expressAdapter(inbox(receiver, { store: "file:inbox.db" }))';
  checkEndpoint("inbox", endpoint, usage);
  const { deferrable } = endpoint;
  if (typeof deferrable === "string") throw new WebhookConfigError(`inbox: ${deferrable}`);
  const isObservable = [
    endpoint.onResponse,
    endpoint.onError,
    endpoint.idle,
    endpoint.refuse,
  ].every((one) => typeof one === "function");
  if (deferrable === true && isObservable) return;
  throw new WebhookConfigError(
    "inbox: expected an endpoint that can be acknowledged before it handles (a PreservicaReceiver, a Webhook with events of your own, createEndpoint with deferrable: true), got one that answers everything at once; put inboxes in front of the endpoints within it",
  );
}

import type { WebhookRequest } from "../endpoint/endpoint.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { type ResponseSettings, Settings } from "./response-settings.ts";

/** What a handler gets: the decoded notification, its request, and what it may do besides answering. */
export interface HandlerContext<Payload = unknown> {
  /** The decoded body: plain and mutable. */
  readonly notification: Payload;
  /** The request as it came: its method, path, query, headers, and the raw bytes of its body. */
  readonly request: WebhookRequest;
  /** Set `status` (200 to 599) or headers of the answer here, before the handler returns: afterwards it throws. */
  readonly response: ResponseSettings;
  /** Aborted when the deadline has passed or the client is gone. */
  readonly signal: AbortSignal;
  /** Continues `work` after the answer; a rejection is reported to `onError`. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** Causes of causes that are looked at. */
const CAUSES = 8;

/** Makes what costs something (an AbortController, the settings) only when a handler asks for it. */
export class Context<Payload> implements HandlerContext<Payload> {
  readonly notification: Payload;
  readonly request: WebhookRequest;
  readonly #exchange: EndpointContext;
  #settings: Settings | undefined;
  #controller: AbortController | undefined;
  #aborted: { reason: unknown } | undefined;
  #failure: Error | undefined;

  constructor(notification: Payload, request: WebhookRequest, exchange: EndpointContext) {
    this.notification = notification;
    this.request = request;
    this.#exchange = exchange;
  }

  get response(): ResponseSettings {
    this.#settings ??= new Settings();
    return this.#settings;
  }

  /** What the handler has set, if it has touched `response` at all. */
  get settings(): Settings | undefined {
    return this.#settings;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      if (this.#aborted !== undefined) controller.abort(this.#aborted.reason);
      const gone = this.#exchange.signal;
      if (gone?.aborted) controller.abort(gone.reason);
      else gone?.addEventListener("abort", () => controller.abort(gone.reason), { once: true });
    }
    return this.#controller.signal;
  }

  get waitUntil(): (work: Promise<unknown>) => void {
    return this.#exchange.waitUntil;
  }

  abort(reason: unknown): void {
    this.#aborted = { reason };
    this.#controller?.abort(reason);
  }

  throwIfAborted(): void {
    if (this.#aborted !== undefined) throw this.#aborted.reason;
  }

  /** Why `abort` was called, if it was. */
  get reason(): unknown {
    return this.#aborted?.reason;
  }

  /** Whether this is why `abort` was called. */
  isReason(error: unknown): boolean {
    return this.#aborted?.reason === error;
  }

  /** Notes that the handler, its answer or its deadline failed with this error, and gives the error back. */
  failed<E extends Error>(error: E): E {
    this.#failure = error;
    return error;
  }

  /** Whether the handler, its answer or its deadline failed with this error: not the store, not a duplicate. */
  isFailure(error: unknown): boolean {
    return error !== undefined && this.#failure === error;
  }

  /** Whether a handler threw because `signal` was aborted: Node's own functions put the reason into a cause. */
  stoppedBy(error: unknown): boolean {
    const signal = this.#controller?.signal;
    if (!signal?.aborted) return false;
    let link: unknown = error;
    for (let depth = 0; depth < CAUSES && link !== undefined && link !== null; depth++) {
      if (link === signal.reason) return true;
      link = (link as { cause?: unknown }).cause;
    }
    return false;
  }
}

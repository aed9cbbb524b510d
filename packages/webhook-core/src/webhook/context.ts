import type { WebhookRequest } from "../endpoint/endpoint.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { type ResponseSettings, Settings } from "./response-settings.ts";

/** What `context.state` may hold where `webhook.state` names nothing: anything. */
export type AnyState = Record<string, unknown>;

/**
 * What a handler gets: the decoded notification, its request, what middleware and host hand on, and what it may do besides
 * answering.
 */
export interface HandlerContext<
  Payload = unknown,
  State extends object = AnyState,
  Host = unknown,
> {
  /** The decoded body: plain and mutable. */
  readonly notification: Payload;
  /** The request as it came: its method, path, query, headers, and the raw bytes of its body. */
  readonly request: WebhookRequest;
  /** Set `status` (200 to 599) or headers of the answer here, before the handler returns: afterwards it throws. */
  readonly response: ResponseSettings;
  /** Aborted when the deadline has passed, the client is gone, or, with `concurrency`, a later turn takes the place of this one. */
  readonly signal: AbortSignal;
  /** Continues `work` after the answer; a rejection is reported to `onError`. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** What middleware hands on to the handler of this delivery; `webhook.state` names its types. */
  readonly state: State;
  /**
   * What the framework or the platform gave the adapter (Express's `req` and `res`, a Lambda event); `webhook.host` names its type,
   * and makes reading it without an adapter that has it throw. Undefined in a test that gives none.
   */
  readonly host: Host;
}

/** What one delivery has in common with its fallback. */
export interface Shared {
  /** What middleware hands on; made when it is asked for. */
  state?: AnyState;
  /** Whether the webhook counts on `host`. */
  readonly needsHost: boolean;
}

/** Causes of causes that are looked at. */
const CAUSES = 8;

/** Makes what costs something (an AbortController, the settings) only when a handler asks for it. */
export class Context<Payload> implements HandlerContext<Payload> {
  readonly notification: Payload;
  readonly request: WebhookRequest;
  readonly #exchange: EndpointContext;
  readonly #shared: Shared;
  #settings: Settings | undefined;
  #controller: AbortController | undefined;
  #aborted: { reason: unknown } | undefined;
  #failure: Error | undefined;

  constructor(
    notification: Payload,
    request: WebhookRequest,
    exchange: EndpointContext,
    shared: Shared,
  ) {
    this.notification = notification;
    this.request = request;
    this.#exchange = exchange;
    this.#shared = shared;
  }

  /** The same delivery for the fallback: with the same notification and state, and a response and a signal of its own. */
  fresh(): Context<Payload> {
    return new Context(this.notification, this.request, this.#exchange, this.#shared);
  }

  get state(): AnyState {
    this.#shared.state ??= {};
    return this.#shared.state;
  }

  get host(): unknown {
    const { host } = this.#exchange;
    if (host === undefined && this.#shared.needsHost) throw hostMissing();
    return host;
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

function hostMissing(): Error {
  return new Error(
    "context.host: expected what the host of the webhook hands over, got nothing; mount it with the adapter whose type webhook.host names, and in a test write simulate(webhook, { host })",
  );
}

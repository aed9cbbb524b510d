import type { DeferredFacts, HostContext, WebhookRequest, WebhookResponse } from "./endpoint.ts";
import { asHttpError, callListener, type ErrorReporter } from "./error-reporter.ts";
import type { HttpError } from "./errors.ts";
import type { ResponseEvent } from "./response-listener.ts";
import type { WorkTracker } from "./work-tracker.ts";

/**
 * What the function of {@link createEndpoint} gets with a request: what the host offers, and what it may tell
 * the listeners of `onResponse` and `onError`.
 */
export interface EndpointContext extends HostContext {
  /** Continues `work` after the answer; a rejection is reported to `onError`, and `idle` waits for it. */
  waitUntil: (work: Promise<unknown>) => void;
  /** Lets `idle` wait for work that neither the answer nor the host waits for. */
  track(work: Promise<unknown>): void;
  /** Reports a failure through `onError`, now; the answer need not show it. Never throws. */
  report: (error: unknown) => void;
  /** The topic of the event, for `onResponse`. */
  topic: string | undefined;
  /** What handles the event, in words, for `onResponse`. */
  route: string | undefined;
  /** The failure that a fallback's answer stands in for, for `onResponse`; undefined for any other answer. */
  failure: HttpError | undefined;
  /** Whether the answer is the one kept of an earlier delivery, for `onResponse`. */
  duplicate: boolean;
  /**
   * Answers a request that has passed every check: with what `handle` gives, or, behind an inbox, with the acknowledgement, and
   * `handle` is called later. Only for endpoints that say `deferrable`; who sent the request is not asked where `accepted` is true.
   */
  defer(
    facts: () => DeferredFacts,
    handle: () => WebhookResponse | Promise<WebhookResponse>,
  ): WebhookResponse | Promise<WebhookResponse>;
}

/** One request on its way through an endpoint; it costs little where nobody asks for more. */
export class Exchange implements EndpointContext {
  topic: string | undefined;
  route: string | undefined;
  failure: HttpError | undefined;
  duplicate = false;
  /** Whether the answer acknowledges what is handled later. */
  deferred = false;
  readonly #started = performance.now();
  readonly #request: WebhookRequest;
  readonly #host: HostContext | undefined;
  readonly #reporter: ErrorReporter;
  readonly #work: WorkTracker;
  #reported: Set<unknown> | undefined;

  constructor(
    request: WebhookRequest,
    host: HostContext | undefined,
    reporter: ErrorReporter,
    work: WorkTracker,
  ) {
    this.#request = request;
    this.#host = host;
    this.#reporter = reporter;
    this.#work = work;
  }

  get milliseconds(): number {
    return performance.now() - this.#started;
  }

  get host(): unknown {
    return this.#host?.host;
  }

  get signal(): AbortSignal | undefined {
    return this.#host?.signal;
  }

  get now(): (() => number) | undefined {
    return this.#host?.now?.bind(this.#host);
  }

  /** Bound, so that it can be handed on; undefined where nobody traces. */
  get trace(): HostContext["trace"] {
    return this.#host?.trace?.bind(this.#host);
  }

  get accepted(): boolean {
    return this.#host?.accepted === true;
  }

  /** Bound, so that an endpoint within this one can call it; undefined where everything is handled at once. */
  get accept(): HostContext["accept"] {
    const host = this.#host;
    if (host?.accept === undefined || this.accepted) return undefined;
    return async (accepted) => {
      const acceptance = await host.accept?.(accepted);
      if (acceptance === undefined) throw new TypeError("accept: expected an answer, got nothing");
      this.deferred = true;
      this.duplicate = acceptance.duplicate;
      return acceptance;
    };
  }

  defer(
    facts: () => DeferredFacts,
    handle: () => WebhookResponse | Promise<WebhookResponse>,
  ): WebhookResponse | Promise<WebhookResponse> {
    const { accept } = this;
    if (accept === undefined) return handle();
    const { topic, route } = this;
    const accepted = { ...facts(), request: this.#request, topic, route };
    return accept(accepted).then(({ response }) => response);
  }

  /** Called once the endpoint's own listeners have been. */
  onResponse(event: ResponseEvent): void {
    if (this.#host?.onResponse) callListener("onResponse", () => this.#host?.onResponse?.(event));
  }

  /** Whether the host of this request wants to be told of its answer. */
  get isHeard(): boolean {
    return this.#host?.onResponse !== undefined;
  }

  /** Bound, so that it can be handed on without its exchange. */
  get waitUntil(): (work: Promise<unknown>) => void {
    return (work) => {
      if (typeof work === "function") throw notCalled();
      const begun = Promise.resolve(work);
      const settled = begun.catch(this.report);
      this.track(settled);
      try {
        // An inbox has to know whether the work was done; elsewhere nobody could do anything about it.
        this.#host?.waitUntil?.(this.accepted ? begun : settled);
      } catch (error) {
        // A host may refuse work once it has answered; the work itself goes on.
        this.report(error);
      }
    };
  }

  /** Bound; reports an error once, however often it is handed over. */
  get report(): (error: unknown) => void {
    return (error) => {
      this.#reported ??= new Set();
      if (this.#reported.has(error)) return;
      this.#reported.add(error);
      const told = asHttpError(error);
      this.#reporter.report(told, this.#request);
      if (this.#host?.onError) callListener("onError", () => this.#host?.onError?.(told));
    };
  }

  track(work: Promise<unknown>): void {
    this.#work.track(work);
  }
}

/** A function that nobody calls: its work would never be done. */
function notCalled(): TypeError {
  return new TypeError(
    "waitUntil: expected a promise, got a function; call it: waitUntil(work()) in place of waitUntil(work)",
  );
}

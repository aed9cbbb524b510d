import type { HostContext } from "./endpoint.ts";

/**
 * What the function of {@link createEndpoint} gets with a request: what the host offers, and what it may tell
 * the listeners of `onResponse` about its answer.
 *
 * @example
 * ```ts
 * import { createEndpoint, type EndpointContext } from "@clustaar/webhook-core/endpoint";
 *
 * const name = (context: EndpointContext) => {
 *   context.topic = "ping";
 * };
 * const ping = createEndpoint({ maxBody: 1024 }, async (_request, context) => {
 *   name(context);
 *   return { status: 204, headers: {}, body: "" };
 * });
 * console.log(ping.maxBody); // 1024
 * ```
 */
export interface EndpointContext extends HostContext {
  /** Goes on with `work` after the answer; a rejection is reported through `onError`. */
  waitUntil(work: Promise<unknown>): void;
  /** The topic of the event, for `onResponse`. */
  topic: string | undefined;
  /** What handles the event, in words, for `onResponse`. */
  route: string | undefined;
  /** Whether the answer is that of a fallback, for `onResponse`. */
  fallback: boolean;
}

/** One request on its way through an endpoint. */
export class Exchange implements EndpointContext {
  topic: string | undefined;
  route: string | undefined;
  fallback = false;
  readonly #started = performance.now();
  readonly #host: HostContext | undefined;
  readonly #report: (error: unknown) => void;

  constructor(host: HostContext | undefined, report: (error: unknown) => void) {
    this.#host = host;
    this.#report = report;
  }

  get milliseconds(): number {
    return performance.now() - this.#started;
  }

  get signal(): AbortSignal | undefined {
    return this.#host?.signal;
  }

  get now(): (() => number) | undefined {
    return this.#host?.now?.bind(this.#host);
  }

  /** Bound, so that it can be handed on without its exchange. */
  get waitUntil(): (work: Promise<unknown>) => void {
    return (work) => {
      const settled = Promise.resolve(work).catch(this.#report);
      this.#host?.waitUntil?.(settled);
    };
  }
}

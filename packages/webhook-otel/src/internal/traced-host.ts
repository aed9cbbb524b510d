import {
  type HostContext,
  type HttpError,
  isHttpError,
  type ResponseEvent,
  type TracedPart,
} from "@clustaar/webhook-core";
import { type Context, context, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";

/** What the host offers, with a span around each part of the work. */
export class TracedHost<Host> implements HostContext<Host> {
  /** Only where the host has a clock: it comes before that of the endpoint. */
  readonly now?: () => number;
  /** Only where an inbox stands in front: it changes what the endpoint does. */
  readonly accept?: NonNullable<HostContext["accept"]>;
  readonly #host: HostContext<Host> | undefined;
  readonly #tracer: Tracer;
  readonly #parent: Context;
  readonly #onResponse: (event: ResponseEvent) => void;

  constructor(
    host: HostContext<Host> | undefined,
    tracer: Tracer,
    parent: Context,
    onResponse: (event: ResponseEvent) => void,
  ) {
    this.#host = host;
    if (host?.now) this.now = host.now.bind(host);
    if (host?.accept) this.accept = host.accept.bind(host);
    this.#tracer = tracer;
    this.#parent = parent;
    this.#onResponse = onResponse;
  }

  get host(): Host {
    return this.#host?.host as Host; // undefined where the host gives none, as without tracing
  }

  get signal(): AbortSignal | undefined {
    return this.#host?.signal;
  }

  get accepted(): boolean {
    return this.#host?.accepted === true;
  }

  waitUntil(work: Promise<unknown>): void {
    this.#host?.waitUntil?.(work);
  }

  onError(error: HttpError): void {
    this.#host?.onError?.(error);
  }

  onResponse(event: ResponseEvent): void {
    this.#onResponse(event);
    this.#host?.onResponse?.(event);
  }

  async trace<T>({ kind, name }: TracedPart, work: () => Promise<T>): Promise<T> {
    // A renewal may come long after the request: what is active then is another matter.
    const parent = kind === "store" ? this.#parent : this.#activeIn();
    const span = this.#tracer.startSpan(`${kind} ${name}`, {}, parent);
    try {
      return await context.with(trace.setSpan(parent, span), work);
    } catch (error) {
      // A refusal that a handler throws on purpose is not a failure.
      if (!isHttpError(error) || error.status >= 500) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        if (error instanceof Error) span.recordException(error);
      }
      throw error;
    } finally {
      span.end();
    }
  }

  /** What is active in the request, where a context manager follows its promises; the server span elsewhere. */
  #activeIn(): Context {
    const active = context.active();
    return trace.getSpan(active) === undefined ? this.#parent : active;
  }
}

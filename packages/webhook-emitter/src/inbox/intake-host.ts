import type { HostContext, HttpError, ResponseEvent } from "@clustaar/webhook-core";

/** What the host of a request offers, with an inbox in between: requests that can be handled are handed to it. */
export class IntakeHost<Host> implements HostContext<Host> {
  readonly accept: NonNullable<HostContext["accept"]>;
  readonly #host: HostContext<Host> | undefined;

  constructor(host: HostContext<Host> | undefined, accept: NonNullable<HostContext["accept"]>) {
    this.#host = host;
    this.accept = accept;
  }

  get host(): Host {
    return this.#host?.host as Host; // undefined where the host gives none, as without an inbox
  }

  get signal(): AbortSignal | undefined {
    return this.#host?.signal;
  }

  get now(): HostContext["now"] {
    return this.#host?.now?.bind(this.#host);
  }

  get trace(): HostContext["trace"] {
    return this.#host?.trace?.bind(this.#host);
  }

  get onResponse(): ((event: ResponseEvent) => void) | undefined {
    return this.#host?.onResponse?.bind(this.#host);
  }

  waitUntil(work: Promise<unknown>): void {
    this.#host?.waitUntil?.(work);
  }

  onError(error: HttpError): void {
    this.#host?.onError?.(error);
  }
}

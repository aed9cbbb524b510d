import type { HostContext } from "@clustaar/webhook-core";
import { ignoreRejection } from "@clustaar/webhook-core/adapter";
import type { FetchContext } from "../fetch-context.ts";

/** What the platform offers an endpoint for one request. */
export class FetchHost implements HostContext {
  readonly #request: Request;
  readonly #context: FetchContext | undefined;

  constructor(request: Request, context: FetchContext | undefined) {
    this.#request = request;
    this.#context = context;
  }

  /** Some hosts make the signal only when it is asked for. */
  get signal(): AbortSignal {
    return this.#request.signal;
  }

  waitUntil(work: Promise<unknown>): void {
    ignoreRejection(work);
    const context = this.#context;
    // Called on the context: platforms refuse it without its `this`.
    if (context && "waitUntil" in context) context.waitUntil?.(work);
  }
}

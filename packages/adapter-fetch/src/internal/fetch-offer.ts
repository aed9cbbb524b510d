import type { HostContext } from "@clustaar/webhook-core";
import { ignoreRejection } from "@clustaar/webhook-core/adapter";
import type { FetchHost } from "../fetch-context.ts";

/** What the platform offers an endpoint for one request. */
export class FetchOffer implements HostContext<FetchHost> {
  readonly host: FetchHost;

  constructor(host: FetchHost) {
    this.host = host;
  }

  /** Some hosts make the signal only when it is asked for. */
  get signal(): AbortSignal {
    return this.host.request.signal;
  }

  waitUntil(work: Promise<unknown>): void {
    ignoreRejection(work);
    const { context } = this.host;
    // Called on the context: platforms refuse it without its `this`.
    if (context && "waitUntil" in context) context.waitUntil?.(work);
  }
}

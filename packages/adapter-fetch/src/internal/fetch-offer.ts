import type { HostContext } from "@clustaar/webhook-core";
import { ignoreRejection } from "@clustaar/webhook-core/adapter";
import type { FetchContext, FetchHost, FetchRequest } from "../fetch-context.ts";

type AnyFetchHost = FetchHost<unknown, FetchContext | undefined, FetchRequest>;

/** What the platform offers an endpoint for one request. */
export class FetchOffer implements HostContext<AnyFetchHost> {
  readonly host: AnyFetchHost;

  constructor(host: AnyFetchHost) {
    this.host = host;
  }

  /** Some hosts make the signal only when it is asked for. */
  get signal(): AbortSignal | undefined {
    return this.host.request.signal;
  }

  waitUntil(work: Promise<unknown>): void {
    ignoreRejection(work);
    const { context } = this.host;
    // Called on the context: platforms refuse it without its `this`.
    if (context && "waitUntil" in context) context.waitUntil?.(work);
  }
}

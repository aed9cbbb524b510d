import type { ServerResponse } from "node:http";
import type { HostContext } from "../endpoint/endpoint.ts";
import { ignoreRejection } from "./ignore-rejection.ts";

/**
 * What a Node server offers an endpoint: a signal that is made only when it is asked for, and a
 * `waitUntil` that has nothing to do but to keep rejections quiet, as the process stays.
 *
 * @param host - what the framework gave the adapter, for handlers that ask for it.
 *
 * @example
 * ```ts
 * import { IncomingMessage, ServerResponse } from "node:http";
 * import { Socket } from "node:net";
 * import { NodeHost } from "@clustaar/webhook-core/adapter";
 *
 * const host = new NodeHost(new ServerResponse(new IncomingMessage(new Socket())));
 * console.log(host.signal.aborted); // false
 * ```
 */
export class NodeHost<Host = undefined> implements HostContext<Host | undefined> {
  readonly host: Host | undefined;
  readonly #response: ServerResponse;
  #signal: AbortSignal | undefined;

  constructor(response: ServerResponse, host?: Host) {
    this.#response = response;
    this.host = host;
  }

  get signal(): AbortSignal {
    this.#signal ??= signalOf(this.#response);
    return this.#signal;
  }

  waitUntil(work: Promise<unknown>): void {
    ignoreRejection(work);
  }
}

/** Aborted when the connection closes before the answer is out. */
function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const abortUnlessAnswered = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.destroyed) abortUnlessAnswered();
  else response.once("close", abortUnlessAnswered);
  return controller.signal;
}

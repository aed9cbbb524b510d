import type { Endpoint, WebhookRequest, WebhookResponse } from "@clustaar/webhook-core";
import { checkFunction, kindOf } from "@clustaar/webhook-core/endpoint";
import type { SignedRequest } from "@clustaar/webhook-core/testing";
import { sendByHttp } from "./send-by-http.ts";
import { within } from "./within.ts";

/** Sends one request and gives the answer: for a webhook that is neither in process nor behind a URL. */
export type Send = (request: SignedRequest, context: SendContext) => Promise<WebhookResponse>;

/** What comes with the request that a {@link Send} gets. */
export interface SendContext {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** A server that is listening somewhere. */
export interface ServerAddress {
  /** Where the webhook is mounted, path included. */
  readonly url: string | URL;
}

/** What a conversation talks to: a webhook in process, a server by its URL, or a function that sends. */
export type Target = Endpoint | ServerAddress | URL | string | Send;

/** One way of sending. */
export interface Transport {
  /** Where requests go; null: in process. */
  readonly url: string | null;
  /** Whether the receiver judges requests by the conversation's clock; otherwise by a clock of its own. */
  readonly keepsTime: boolean;
  send(request: SignedRequest, now: number): Promise<WebhookResponse>;
}

/**
 * The way of sending that a target asks for.
 *
 * @throws WebhookConfigError when it is none of them.
 */
export function transportTo(target: Target, timeout: number): Transport {
  if (typeof target === "function") return byFunction(target, timeout);
  if (typeof target === "string" || target instanceof URL) return byHttp(target, timeout);
  if (typeof target === "object" && target !== null) {
    if ("handle" in target) return inProcess(target, timeout);
    if ("url" in target) return byHttp(target.url, timeout);
  }
  checkFunction("conversation: webhook (a Webhook, { url } or a function)", target);
  throw new TypeError(`unreachable: ${kindOf(target)}`);
}

function byHttp(address: string | URL, timeout: number): Transport {
  const url = String(address);
  return { url, keepsTime: false, send: (request) => sendByHttp(url, request, timeout) };
}

function byFunction(send: Send, timeout: number): Transport {
  return {
    url: null,
    keepsTime: false,
    send: (request) => within(timeout, "the webhook", (signal) => send(request, { signal })),
  };
}

function inProcess(endpoint: Endpoint, timeout: number): Transport {
  return {
    url: null,
    keepsTime: true,
    send: (request, now) =>
      within(timeout, "the webhook", async (signal) => {
        const pending: Promise<unknown>[] = [];
        const host = {
          signal,
          now: () => now,
          waitUntil: (work: Promise<unknown>) => void pending.push(work),
        };
        const response = await endpoint.handle(request as WebhookRequest, host);
        // What goes on after the answer belongs to the turn: a test looks at what it did. The endpoint reports failures.
        await Promise.allSettled(pending);
        return response;
      }),
  };
}

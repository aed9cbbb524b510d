import { createHash } from "node:crypto";
import type { WebhookRequest } from "./endpoint.ts";
import { callListener } from "./error-reporter.ts";
import type { HttpError } from "./errors.ts";
import { messageOf } from "./message-of.ts";
import { checkFunction } from "./option-checks.ts";
import { oneLine, writeLine } from "./write-to-console.ts";

/** One answer, as the listeners of `onResponse` get it. */
export interface ResponseEvent {
  /** The request; its body is empty when an adapter refused it before the body was read. */
  readonly request: WebhookRequest;
  /** The HTTP status. */
  readonly status: number;
  /** The stable code of a refusal, or of the failure that a fallback answered; undefined for the answer of a handler. */
  readonly code: string | undefined;
  /** What was wrong, in full: it may say more than the client sees. Undefined where `code` is. */
  readonly detail: string | undefined;
  /** The topic of the event, once it is known. */
  readonly topic: string | undefined;
  /** The route that handles the event, once it is known: the `name` it was registered with, or its filters in words. */
  readonly route: string | undefined;
  /** How long the answer took, in milliseconds with fractions; 0 when an adapter refused the request. */
  readonly milliseconds: number;
  /**
   * What tells this delivery from others: the sender's header `webhook-id`, `x-github-delivery` or `x-request-id`, otherwise
   * the SHA-256 of the body in hex. Computed when it is read.
   */
  readonly deliveryId: string;
  /** Whether the answer was made by a `fallback`, after the handler failed. */
  readonly fallback: boolean;
  /** Whether the answer is the one kept of an earlier delivery: with `idempotency`, a duplicate is not handled again. */
  readonly duplicate: boolean;
  /** Whether the answer only acknowledges the request, which an inbox handles later. */
  readonly deferred: boolean;
}

/** Called once for each answer, just before it is sent. A promise it returns is not awaited, and its errors go to the console. */
export type ResponseListener = (event: ResponseEvent) => unknown;

/** What is known of a request besides its answer; see {@link EndpointContext}. */
export interface Exchanged {
  readonly topic: string | undefined;
  readonly route: string | undefined;
  readonly failure: HttpError | undefined;
  readonly duplicate: boolean;
  readonly deferred: boolean;
  readonly milliseconds: number;
  /** Whether the request's host listens too. */
  readonly isHeard?: boolean;
  onResponse?(event: ResponseEvent): void;
}

/** Tells the listeners of one endpoint's `onResponse`. */
export class ResponseTeller {
  readonly #listeners: ResponseListener[] = [];

  add(listener: ResponseListener): void {
    checkFunction("onResponse: listener", listener);
    this.#listeners.push(listener);
  }

  /** Never throws. */
  tell(
    request: WebhookRequest,
    status: number,
    error: HttpError | undefined,
    about: Exchanged,
  ): void {
    if (this.#listeners.length === 0) {
      if (error !== undefined && status >= 400 && status < 500)
        writeRefusal(request, status, error);
      if (about.isHeard !== true) return;
    }
    const event = eventOf(request, status, error, about);
    for (const listener of this.#listeners) callListener("onResponse", () => listener(event));
    about.onResponse?.(event);
  }
}

function eventOf(
  request: WebhookRequest,
  status: number,
  error: HttpError | undefined,
  { topic, route, milliseconds, failure, duplicate, deferred }: Exchanged,
): ResponseEvent {
  const event = {
    request,
    status,
    code: error?.code,
    detail: error === undefined ? undefined : messageOf(error),
    topic,
    route,
    milliseconds,
    fallback: failure !== undefined,
    duplicate,
    deferred,
  };
  return Object.defineProperty(event, "deliveryId", deliveryId) as ResponseEvent;
}

/**
 * One getter for all events: written into the object, each would be another one, for which V8 makes a map that keeps the request
 * until the next full collection.
 */
const deliveryId = {
  enumerable: true,
  configurable: true,
  get(this: Pick<ResponseEvent, "request">): string {
    return deliveryIdOf(this.request);
  },
};

const idHeaders = ["webhook-id", "x-github-delivery", "x-request-id"];

function deliveryIdOf({ headers, body }: WebhookRequest): string {
  for (const name of idHeaders) {
    const id = headers.get(name);
    if (typeof id === "string" && id !== "") return id;
  }
  return createHash("sha256").update(body).digest("hex");
}

/** Shows why a request was refused to someone who tries a webhook out and has no listener yet. */
function writeRefusal({ method, path }: WebhookRequest, status: number, error: HttpError): void {
  // Written in full, not destructured: bundlers put the value in its place.
  if (process.env.NODE_ENV === "production") return;
  const what = `${method} ${path}: ${status} ${error.code}: ${messageOf(error)}`;
  writeLine(`[webhook] ${oneLine(what)}`);
}

import type { ErrorListener } from "./error-reporter.ts";
import type { HttpError } from "./errors.ts";
import type { ResponseEvent, ResponseListener } from "./response-listener.ts";
import type { IdleOptions } from "./work-tracker.ts";

/**
 * Reads one header by its case-insensitive name; a repeated header arrives joined by `, `.
 * A web `Headers` object fits.
 */
export interface HeaderReader {
  /** The value of a header by its name in any case; null or undefined where it was not sent. */
  get(name: string): string | null | undefined;
  /** Every header by its name, where the host can tell: what an inbox keeps of a request. A web `Headers` object has it. */
  entries?(): Iterable<[string, string]>;
}

/** One HTTP request as a plain value: what an adapter hands to an {@link Endpoint}. */
export interface WebhookRequest {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path as the host saw it, without the query; endpoints ignore it. */
  readonly path: string;
  /** The beginning of `path` that a framework cut off at its mount point (`/hooks` of `app.use("/hooks", ...)`), where it tells. */
  readonly mountPath?: string;
  /** The parameters of the query, decoded. */
  readonly query: URLSearchParams;
  /** The headers, by names in any case. */
  readonly headers: HeaderReader;
  /** The raw bytes, before any parsing: signatures are computed over them. */
  readonly body: Uint8Array;
}

/** One HTTP answer as a plain value: what an {@link Endpoint} gives back to its adapter. */
export interface WebhookResponse {
  /** The HTTP status, 200 to 599. */
  status: number;
  /** The headers by lower-case names; each text of a list goes on a line of its own, as `set-cookie` needs. */
  headers: Record<string, string | string[]>;
  /** The body: text, which is sent as UTF-8, or bytes; empty where the status allows none. */
  body: string | Uint8Array;
}

/**
 * What the host of an endpoint can offer for one request; `Host` is what the framework itself hands over, as the adapter's type
 * of that name says (`ExpressHost`, `LambdaHost`).
 */
export interface HostContext<Host = unknown> {
  /** What the framework or the platform handed to the adapter: Express's `req` and `res`, a Lambda event and its context. */
  readonly host?: Host;
  /** Keeps the process (or the platform's instance) alive until `work` has settled. Only where `accepted` is true may it reject. */
  waitUntil?(work: Promise<unknown>): void;
  /** Aborted when the client is gone. */
  signal?: AbortSignal | undefined;
  /**
   * The time by which the age of this request is judged, in milliseconds since 1970, instead of by the endpoint's own clock: for
   * tests that replay recorded requests. No adapter sets it.
   */
  now?(): number;
  /** Called with each error of this request, besides the endpoint's own listeners: for tests. No adapter sets it. */
  onError?(error: HttpError): void;
  /** Called with the answer of this request, besides the endpoint's own listeners: for tracing. No adapter sets it. */
  onResponse?(event: ResponseEvent): void;
  /**
   * Does a part of this request's work, and returns or rejects as the work does: for tracing, which wraps each part into a span.
   * No adapter sets it.
   */
  trace?<T>(part: TracedPart, work: () => Promise<T>): Promise<T>;
  /**
   * Takes a request that is to be handled later, once it is known who sent it and that it can be handled: its answer is sent in place
   * of the handler's. For inboxes; endpoints that are not `deferrable` do not call it. No adapter sets it.
   */
  accept?(accepted: AcceptedRequest): Promise<Acceptance>;
  /**
   * Whether `accept` has taken this request before, so that it is handled now, and neither who sent it nor when is asked again. For
   * inboxes, which keep no credentials and no signatures. No adapter sets it.
   */
  readonly accepted?: boolean;
}

/** A request that an endpoint would handle now, as {@link HostContext.accept} gets it: every check has passed. */
export interface AcceptedRequest extends DeferredFacts {
  /** The request as it came. */
  readonly request: WebhookRequest;
  /** The topic of the event, where there is one. */
  readonly topic: string | undefined;
  /** What handles the event, in words, where the endpoint has routes. */
  readonly route: string | undefined;
}

/** What an endpoint knows of a request before it is handled; see {@link EndpointContext.defer}. */
export interface DeferredFacts {
  /** The same for a delivery that is sent again, and nothing that who has no key can choose; default: the SHA-256 of the body. */
  readonly id?: string;
  /** What handlers get of it: the decoded body. */
  readonly payload?: unknown;
  /** How the endpoint answers a request that went well; default: 200 without a body. */
  readonly acknowledgement?: WebhookResponse;
}

/** How a request was taken that is handled later. */
export interface Acceptance {
  /** What is sent. */
  readonly response: WebhookResponse;
  /** Whether it had been taken before, so that it is not handled again. */
  readonly duplicate: boolean;
}

/** A part of the work for one request, as {@link HostContext.trace} gets it. */
export interface TracedPart {
  /**
   * `handler`: the handler of a route with its middleware, and the check of its answer; `store`: one call of the store of
   * `idempotency`; `turn`: from when a turn of a conversation joins the line until it comes up, as `concurrency` has it.
   */
  readonly kind: "handler" | "fallback" | "store" | "turn";
  /** The name of the route; the method of the store (`claim`, `renew`, `complete`, `release`); the strategy of the turns. */
  readonly name: string;
}

/**
 * Anything an adapter can mount: a `Webhook`, a Preservica receiver, a webhook host, or your own. One that counts on what a
 * framework hands over names it (`Endpoint<ExpressHost>`), and only the adapters of that framework mount it.
 */
export interface Endpoint<Host = unknown> {
  /** The largest body accepted, in bytes; an adapter stops reading past it and answers 413. */
  readonly maxBody: number;
  /** Milliseconds within which a request is answered, if the endpoint has such a limit. */
  readonly deadline?: number | null;
  /**
   * Whether requests may be acknowledged first and handled later, by an inbox: true, or why not, in words. An endpoint that leaves
   * it out answers everything at once.
   */
  readonly deferrable?: true | string;
  /** Answers one request; never rejects. */
  handle(request: WebhookRequest, host?: HostContext<Host>): Promise<WebhookResponse>;
  /**
   * Answers a request that an adapter could not hand over (a body over the limit, an upload that broke off, a body that
   * something else has read), and informs the endpoint's listeners; never throws.
   */
  refuse?(error: unknown, request: WebhookRequest): WebhookResponse;
}

/**
 * An {@link Endpoint} that reports what it answers, and that can be waited for: what `createEndpoint` makes, and what `Webhook` is.
 */
export interface ObservableEndpoint<Host = unknown> extends Endpoint<Host> {
  /** Answers a request that an adapter could not hand over, and informs the listeners; never throws. */
  refuse(error: unknown, request: WebhookRequest): WebhookResponse;
  /** Called once for each answer, including refusals of the adapter; see {@link ResponseEvent}. */
  onResponse(listener: ResponseListener): this;
  /** Called for every 5xx answer, and for failures that no answer shows; without a listener they go to `console.error`. */
  onError(listener: ErrorListener): this;
  /**
   * Waits until every request is answered and all `waitUntil` work is done. Call it at shutdown, once the server has
   * stopped listening. Resolves to true, or to false when the deadline (in milliseconds, default 10,000) has passed first.
   */
  idle(options?: IdleOptions): Promise<boolean>;
}

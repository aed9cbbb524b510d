import type { WebhookRequest } from "../endpoint/endpoint.ts";
import type { KnownWire } from "./wire/notification-wire.ts";

/**
 * Decides whether a route handles a request, from its parsed JSON body as it was sent: with the wire's own names (`userID`, not
 * `remoteId`), not decoded, not cleaned.
 *
 * It is synchronous, does no I/O and changes nothing. Only `topic` and the object `data` are certain to be
 * there; the types say so. Built-in filters are a {@link JsonFilter}.
 */
export type Filter<Wire = KnownWire> = (json: Wire, request: WebhookRequest) => boolean;

/** A {@link Filter} that looks at the JSON only, so it can be tried on plain data. */
export type JsonFilter<Wire = unknown> = (json: Wire, request?: WebhookRequest) => boolean;

/** Any filter, whatever wire it reads. */
export type AnyFilter = Filter<never>;

/** What `not`, `all` and `any` return: a {@link JsonFilter} when all they combine do without the request, else a {@link Filter}. */
export type CombinedFilter<F extends AnyFilter> = [F] extends [JsonFilter<never>]
  ? JsonFilter<WireOfFilter<F>>
  : Filter<WireOfFilter<F>>;

/** What all of them can read. */
type WireOfFilter<F extends AnyFilter> = [F] extends [
  (json: infer Wire, ...rest: never[]) => boolean,
]
  ? Wire
  : never;

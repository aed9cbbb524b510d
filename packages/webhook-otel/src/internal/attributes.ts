import type { WebhookRequest } from "@clustaar/webhook-core";
import { type Attributes, type Context, context, propagation, trace } from "@opentelemetry/api";
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_ROUTE,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from "@opentelemetry/semantic-conventions";

/** What is known of a request before it is answered. */
export interface RequestAttributes {
  /** One of a few: what a client makes up becomes `_OTHER`, as the conventions want it. */
  readonly method: string;
  readonly route: string;
  /** For spans: of any number of values. */
  readonly span: Attributes;
  /** For metrics: of a few values only. */
  readonly metric: Attributes;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

/** Describes a request by the HTTP semantic conventions. */
export function attributesOf(
  request: WebhookRequest,
  given: string | undefined,
): RequestAttributes {
  const { method: sent, path, mountPath } = request;
  const method = METHODS.includes(sent) ? sent : "_OTHER";
  const route = given ?? mountPath ?? path;
  const metric = {
    [ATTR_HTTP_REQUEST_METHOD]: method,
    [ATTR_HTTP_ROUTE]: route,
    [ATTR_URL_SCHEME]: schemeOf(request),
  };
  const span = {
    ...metric,
    ...(method === sent ? {} : { [ATTR_HTTP_REQUEST_METHOD_ORIGINAL]: sent }),
    [ATTR_URL_PATH]: path,
  };
  return { method, route, span, metric };
}

/** What a proxy says of the connection to it; a request itself does not tell. */
function schemeOf({ headers }: WebhookRequest): string {
  const forwarded = headers.get("x-forwarded-proto")?.split(",", 1)[0]?.trim().toLowerCase();
  return forwarded === "https" ? "https" : "http";
}

/** The span that is active already, as of an HTTP instrumentation, or else what the sender's headers say. */
export function parentOf({ headers }: WebhookRequest): Context {
  const active = context.active();
  if (trace.getSpan(active) !== undefined) return active;
  return propagation.extract(active, headers, {
    get: (carrier, name) => carrier.get(name) ?? undefined,
    // A reader cannot list its headers; propagators ask for theirs by name.
    keys: () => [],
  });
}

import type { ResponseEvent } from "@clustaar/webhook-core";
import { type Context, type Span, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
} from "@opentelemetry/semantic-conventions";
import type { RequestAttributes } from "./attributes.ts";

/** Starts the server span of a request. */
export function startSpan(
  tracer: Tracer,
  { method, route, span: attributes }: RequestAttributes,
  parent: Context,
): Span {
  const name = `${method === "_OTHER" ? "HTTP" : method} ${route}`;
  return tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
}

/** Ends the server span; only a 5xx is an error of the server. */
export function endSpan(
  span: Span,
  status: number,
  told: Partial<ResponseEvent> | undefined,
  error?: unknown,
): void {
  const { code, topic, route, fallback, duplicate, deferred } = told ?? {};
  span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
  const own = { code, topic, route, fallback, duplicate, deferred };
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && value !== false)
      span.setAttribute(`clustaar.webhook.${name}`, value);
  }
  if (status >= 500) {
    span.setAttribute(ATTR_ERROR_TYPE, code ?? String(status));
    span.setStatus({ code: SpanStatusCode.ERROR });
    if (error instanceof Error) span.recordException(error);
  }
  span.end();
}

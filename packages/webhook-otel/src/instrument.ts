import type {
  Endpoint,
  HostContext,
  ObservableEndpoint,
  WebhookRequest,
  WebhookResponse,
} from "@clustaar/webhook-core";
import { checkEndpoint } from "@clustaar/webhook-core/adapter";
import {
  checkOptions,
  checkText,
  isHttpError,
  type ResponseEvent,
} from "@clustaar/webhook-core/endpoint";
import {
  context,
  type MeterProvider,
  metrics,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { attributesOf, parentOf } from "./internal/attributes.ts";
import { instruments } from "./internal/instruments.ts";
import { endSpan, startSpan } from "./internal/spans.ts";
import { TracedHost } from "./internal/traced-host.ts";

/** What {@link instrument} takes besides the endpoint. */
export interface InstrumentOptions {
  /** The `http.route` of spans and metrics: where the endpoint is mounted; default: the request's mount path, or its path. */
  readonly route?: string;
  /** Where spans go; default: the provider that is registered globally. */
  readonly tracerProvider?: TracerProvider;
  /** Where metrics go; default: the provider that is registered globally. */
  readonly meterProvider?: MeterProvider;
}

/** The name of tracer and meter. */
const SCOPE = "@clustaar/webhook-otel";

/**
 * Wraps an endpoint, so that each request is a server span that continues the sender's trace (`traceparent`), with a child span for
 * the handler, the fallback, each call of the store and the wait for a turn, and counts in the metrics. Mount what it returns.
 *
 * @throws `WebhookConfigError` `config_invalid` when `endpoint` has no `handle` or no `maxBody`, or an option is unknown.
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { simulate } from "@clustaar/webhook-core/testing";
 * import { instrument } from "@clustaar/webhook-otel";
 * import { InMemorySpanExporter, BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
 *
 * const spans = new InMemorySpanExporter();
 * const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
 * const webhook = new Webhook().on("conversation.step_reached", () => {}, { name: "welcome" });
 *
 * await simulate(instrument(webhook, { route: "/webhook", tracerProvider }));
 * console.log(spans.getFinishedSpans().map(({ name }) => name)); // ["handler welcome", "POST /webhook"]
 * ```
 */
export function instrument<Host>(
  endpoint: ObservableEndpoint<Host>,
  options?: InstrumentOptions,
): ObservableEndpoint<Host>;
export function instrument<Host>(
  endpoint: Endpoint<Host>,
  options?: InstrumentOptions,
): Endpoint<Host>;
export function instrument<Host>(
  endpoint: Endpoint<Host> & Partial<ObservableEndpoint<Host>>,
  options: InstrumentOptions = {},
): Endpoint<Host> {
  checkEndpoint("instrument", endpoint, "expressAdapter(instrument(webhook))");
  checkOptions("instrument", options, ["route", "tracerProvider", "meterProvider"]);
  const { route, tracerProvider = trace, meterProvider = metrics } = options;
  if (route !== undefined) checkText("instrument: route", route);
  const tracer = tracerProvider.getTracer(SCOPE);
  const measure = instruments(meterProvider.getMeter(SCOPE));

  async function handle(
    request: WebhookRequest,
    host?: HostContext<Host>,
  ): Promise<WebhookResponse> {
    const started = performance.now();
    const attributes = attributesOf(request, route);
    const parent = parentOf(request);
    const span = startSpan(tracer, attributes, parent);
    const active = trace.setSpan(parent, span);
    let told: ResponseEvent | undefined;
    const tracedHost = new TracedHost(host, tracer, active, (event) => {
      told = event;
    });
    try {
      const response = await context.with(active, () => endpoint.handle(request, tracedHost));
      endSpan(span, response.status, told);
      measure(attributes, response.status, told?.code, performance.now() - started);
      return response;
    } catch (error) {
      // An endpoint that breaks its contract: the adapter answers 500.
      endSpan(span, 500, { code: "handler_failed" }, error);
      measure(attributes, 500, "handler_failed", performance.now() - started);
      throw error;
    }
  }

  /** What the adapter refuses before the endpoint is asked: a body that is too large, or that something else has read. */
  function refuse(error: unknown, request: WebhookRequest): WebhookResponse {
    const attributes = attributesOf(request, route);
    const parent = parentOf(request);
    const span = startSpan(tracer, attributes, parent);
    // Only where the endpoint refuses by itself is this function handed on.
    const answer = context.with(trace.setSpan(parent, span), () =>
      endpoint.refuse?.(error, request),
    );
    const code = isHttpError(error) ? error.code : "handler_failed";
    const { status } = answer as WebhookResponse;
    endSpan(span, status, { code }, error);
    measure(attributes, status, code, 0);
    return answer as WebhookResponse;
  }

  const wrapped: Endpoint<Host> & Partial<ObservableEndpoint<Host>> = {
    maxBody: endpoint.maxBody,
    ...(endpoint.deadline === undefined ? {} : { deadline: endpoint.deadline }),
    handle,
  };
  // Asked each time: routes may be added later.
  if (endpoint.deferrable !== undefined) {
    Object.defineProperty(wrapped, "deferrable", {
      enumerable: true,
      get: () => endpoint.deferrable,
    });
  }
  if (endpoint.refuse) wrapped.refuse = refuse;
  if (isObservable(endpoint)) {
    wrapped.onResponse = (listener) => {
      endpoint.onResponse(listener);
      return wrapped as never; // `this` of the wrapper
    };
    wrapped.onError = (listener) => {
      endpoint.onError(listener);
      return wrapped as never; // `this` of the wrapper
    };
    wrapped.idle = (idleOptions) => endpoint.idle(idleOptions);
  }
  return wrapped;
}

function isObservable<Host>(
  endpoint: Endpoint<Host> & Partial<ObservableEndpoint<Host>>,
): endpoint is ObservableEndpoint<Host> {
  return [endpoint.onResponse, endpoint.onError, endpoint.idle].every(Boolean);
}

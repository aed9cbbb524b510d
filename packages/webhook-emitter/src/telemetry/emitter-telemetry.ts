import {
  type Context,
  type Counter,
  context,
  type Histogram,
  type Meter,
  metrics,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { EMITTER_VERSION } from "../sending/request-headers.ts";
import type { AttemptRecord, QueueStats } from "../stores/records.ts";

const NAME = "@clustaar/webhook-emitter";
/** What is kept of the publisher's trace, and sent with an attempt; baggage may be private, so it is neither. */
const TRACE_HEADERS = ["traceparent", "tracestate"] as const;

/** The webhook of an attempt. */
interface Subject {
  readonly id: string;
  readonly shownUrl: string;
}

/** The message of an attempt; its headers hold the publisher's trace. */
interface Message {
  readonly id: string;
  readonly event: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Spans and metrics through the OpenTelemetry API: nothing happens where no SDK is set up. */
export class EmitterTelemetry {
  readonly #tracer: Tracer = trace.getTracer(NAME, EMITTER_VERSION);
  readonly #meter: Meter = metrics.getMeter(NAME, EMITTER_VERSION);
  readonly #attempts: Counter = this.#meter.createCounter("webhook.emitter.attempts", {
    description: "Attempts that ended, by event and outcome.",
    unit: "{attempt}",
  });
  readonly #published: Counter = this.#meter.createCounter("webhook.emitter.published", {
    description: "Deliveries that were accepted, by event.",
    unit: "{delivery}",
  });
  readonly #duration: Histogram = this.#meter.createHistogram("webhook.emitter.attempt.duration", {
    description: "How long attempts took, from connecting to the end of the answer.",
    unit: "s",
  });

  /** The publisher's trace, as headers to keep with a message. */
  currentTrace(): Record<string, string> | undefined {
    // Without an SDK there is never one, and nothing to spend time on.
    if (trace.getActiveSpan() === undefined) return undefined;
    return carrierOf(context.active());
  }

  /** Counts what was accepted. */
  published(event: string, deliveries: number): void {
    this.#published.add(deliveries, { "webhook.event": event });
  }

  /**
   * Begins the span of an attempt.
   *
   * @param awaited - whether the caller waits for it, so that it belongs to what the caller does; the queue belongs to nobody.
   */
  begin(webhook: Subject, { id, event, headers }: Message, awaited: boolean): Span {
    const parent = awaited ? context.active() : propagation.extract(ROOT_CONTEXT, headers);
    const options = {
      kind: SpanKind.CLIENT,
      attributes: {
        "webhook.id": webhook.id,
        "webhook.event": event,
        "webhook.message.id": id,
        "http.request.method": "POST",
        "url.full": webhook.shownUrl,
      },
    };
    return this.#tracer.startSpan(`webhook ${event}`, options, parent);
  }

  /** The trace of an attempt, as headers of its request. */
  traceOf(span: Span): Record<string, string> | undefined {
    return span.isRecording() ? carrierOf(trace.setSpan(ROOT_CONTEXT, span)) : undefined;
  }

  /** Ends an attempt's span, and counts it. */
  end(span: Span, event: string, { ok, status, error, durationMs }: AttemptRecord): void {
    const about = { "webhook.event": event, "webhook.outcome": ok ? "delivered" : "failed" };
    if (status !== null) span.setAttribute("http.response.status_code", status);
    if (error) {
      const type = { "error.type": error.code === "status" ? String(status) : error.code };
      span.setAttributes(type);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      this.#attempts.add(1, { ...about, ...type });
    } else this.#attempts.add(1, about);
    span.end();
    this.#duration.record(durationMs / 1000, about);
  }

  /** Shows the queue as gauges, for as long as the emitter is open; gives a function that ends it. */
  observeQueue(store: string, stats: () => Promise<QueueStats>, now: () => number): () => void {
    const gauge = (name: string, description: string, unit: string) =>
      this.#meter.createObservableGauge(`webhook.emitter.queue.${name}`, { description, unit });
    const waiting = gauge("waiting", "Deliveries that wait for an attempt.", "{delivery}");
    const inFlight = gauge("in_flight", "Attempts that are being made.", "{attempt}");
    const dead = gauge("dead", "Dead letters that are kept.", "{delivery}");
    const oldest = gauge("oldest", "Age of the oldest delivery that has not ended.", "s");
    const gauges = [waiting, inFlight, dead, oldest];
    const observe: Parameters<Meter["addBatchObservableCallback"]>[0] = async (result) => {
      const queue = await stats().catch(() => undefined);
      if (!queue) return;
      const attributes = { "webhook.store": store };
      result.observe(waiting, queue.waiting, attributes);
      result.observe(inFlight, queue.inFlight, attributes);
      result.observe(dead, queue.dead, attributes);
      const age = queue.oldestAt === null ? 0 : Math.max(0, now() - queue.oldestAt);
      result.observe(oldest, age / 1000, attributes);
    };
    this.#meter.addBatchObservableCallback(observe, gauges);
    return () => this.#meter.removeBatchObservableCallback(observe, gauges);
  }
}

function carrierOf(from: Context): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(from, carrier);
  const kept: Record<string, string> = {};
  for (const name of TRACE_HEADERS) if (carrier[name] !== undefined) kept[name] = carrier[name];
  return kept;
}

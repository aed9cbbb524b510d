import { context, metrics, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { got, hook, quiet, startEmitter, startServer } from "../emitter/world.test-helpers.ts";

const spans = new InMemorySpanExporter();
const points = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({
  exporter: points,
  exportIntervalMillis: 3_600_000,
});

beforeEach(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
  );
});
afterEach(() => {
  spans.reset();
  trace.disable();
  context.disable();
  propagation.disable();
  metrics.disable();
});

describe("with an OpenTelemetry SDK", () => {
  it("each attempt is a span in the trace of who published, and the request carries its trace", async () => {
    const server = await startServer((_request, response) => response.writeHead(500).end());
    const { emitter, clock } = await startEmitter({ webhooks: [hook(server, { name: "a" })] });
    const tracer = trace.getTracer("test");
    const publisher = tracer.startSpan("checkout");
    await context.with(trace.setSpan(context.active(), publisher), () =>
      emitter.publish("order.paid", { total: 1 }),
    );
    publisher.end();
    await got(server);
    await quiet(emitter);
    server.answer = (_request, response) => response.writeHead(200).end();
    await clock.pass(5_000);
    await got(server, 2);
    await quiet(emitter);
    const attempts = spans
      .getFinishedSpans()
      .filter(({ name }) => name === "webhook after:order.paid");
    expect(attempts).toHaveLength(2);
    for (const [at, span] of attempts.entries()) {
      expect(span.spanContext().traceId).toBe(publisher.spanContext().traceId);
      expect(span.parentSpanContext?.spanId).toBe(publisher.spanContext().spanId);
      expect(span.attributes).toMatchObject({
        "webhook.id": "a",
        "webhook.event": "after:order.paid",
        "http.response.status_code": at === 0 ? 500 : 200,
        "url.full": `${server.url}/hook`,
      });
      const [, traceId, spanId] = String(server.requests[at]?.headers.traceparent).split("-");
      expect([traceId, spanId]).toEqual([span.spanContext().traceId, span.spanContext().spanId]);
    }
    expect(attempts[0]?.attributes["error.type"]).toBe("500");
    expect(attempts[0]?.status).toMatchObject({ message: "the endpoint answered 500" });
  });

  it("counts, durations and the queue are metrics, and no span or metric holds a secret", async () => {
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
    const server = await startServer();
    const url = server.url.replace("http://", "http://user:pa55word@");
    const { emitter } = await startEmitter({
      webhooks: [hook(server, { url: `${url}/hook?token=t0ken` })],
    });
    await emitter.publish("order.paid", { total: 1 });
    await got(server);
    await quiet(emitter);
    await emitter.webhooks.pause((await emitter.webhooks.list())[0]?.id ?? "");
    await emitter.publish("order.paid", { total: 2 });
    await reader.forceFlush();
    const all =
      points
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
    const pointOf = (name: string) =>
      all.find(({ descriptor }) => descriptor.name === `webhook.emitter.${name}`)?.dataPoints[0];
    expect(pointOf("attempts")).toMatchObject({
      value: 1,
      attributes: { "webhook.event": "after:order.paid", "webhook.outcome": "delivered" },
    });
    expect(pointOf("published")).toMatchObject({ value: 2 });
    expect(pointOf("attempt.duration")).toMatchObject({ value: { count: 1 } });
    expect(pointOf("queue.waiting")).toMatchObject({
      value: 1,
      attributes: { "webhook.store": "memory" },
    });
    const shown = JSON.stringify([
      points.getMetrics(),
      spans.getFinishedSpans().map(({ name, attributes, status }) => [name, attributes, status]),
    ]);
    expect(shown).not.toMatch(/pa55word|t0ken|s3cr3t/);
  });
});

it("without an SDK nothing is added to requests", async () => {
  trace.disable();
  propagation.disable();
  const server = await startServer();
  const { emitter } = await startEmitter({ webhooks: [hook(server)] });
  await emitter.publish("order.paid", { total: 1 });
  expect((await got(server)).headers).not.toHaveProperty("traceparent");
});

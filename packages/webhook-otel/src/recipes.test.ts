import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { Webhook } from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";
import { context, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { instrument } from "./index.ts";

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});
afterAll(() => {
  context.disable();
  propagation.disable();
});

it("puts the sender's trace into the lines of pino, those of a handler and of onError included", async () => {
  const lines: { msg?: string; traceId?: string; status?: number }[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const log = pino(
    { mixin: () => ({ traceId: trace.getActiveSpan()?.spanContext().traceId }) },
    stream,
  );
  const webhook = new Webhook();
  webhook.on("conversation.step_reached", async () => {
    await new Promise((later) => setTimeout(later, 1));
    log.info("handling");
    throw new Error("a bug");
  });
  const endpoint = instrument(webhook, { tracerProvider: new BasicTracerProvider() })
    .onResponse(({ status }) => log.info({ status }, "answered"))
    .onError((error) => log.error({ err: error }));
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const headers = new Headers({ traceparent: `00-${traceId}-b7ad6b7169203331-01` });
  await endpoint.handle({ ...signedRequest(), headers });
  expect(lines.map(({ msg }) => msg)).toEqual(["handling", expect.any(String), "answered"]);
  expect(lines.map((line) => line.traceId)).toEqual([traceId, traceId, traceId]);
});

it("gives Prometheus the buckets in seconds, and refusals by their code", async () => {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const meterProvider = new MeterProvider({ readers: [exporter] });
  const webhook = new Webhook().onResponse(() => {});
  const endpoint = instrument(webhook, { route: "/webhook", meterProvider });
  await endpoint.handle(signedRequest());
  const server = createServer((req, res) => exporter.getMetricsRequestHandler(req, res));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  server.close();
  await meterProvider.shutdown();
  expect(text).toMatch(/^http_server_request_duration_bucket\{.*le="0\.005"\} \d/m);
  expect(text).toMatch(/^clustaar_webhook_refusals_total\{.*webhook_code="no_route".*\} 1$/m);
});

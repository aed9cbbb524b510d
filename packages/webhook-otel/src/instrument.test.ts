import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import {
  defineEvent,
  type HostContext,
  HttpError,
  memoryStore,
  stepReachedResponse,
  Webhook,
  WebhookConfigError,
} from "@clustaar/webhook-core";
import { signedRequest, simulate, stepReachedNotification } from "@clustaar/webhook-core/testing";
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
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
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, vi } from "vitest";
import { instrument } from "./index.ts";

const STEP = "conversation.step_reached";
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});
afterAll(() => {
  context.disable();
  propagation.disable();
});

/** The SDK with exporters in memory. */
function sdk() {
  const spans = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
  });
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics });
  const meterProvider = new MeterProvider({ readers: [reader] });
  return {
    options: { tracerProvider, meterProvider, route: "/webhook" },
    spans: () => spans.getFinishedSpans(),
    named: (name: string) => spans.getFinishedSpans().filter((span) => span.name === name),
    /** Each metric's points: attributes and value. */
    async points(name: string) {
      await meterProvider.forceFlush();
      const all = metrics
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics);
      const found = all?.find(({ descriptor }) => descriptor.name === name);
      return found?.dataPoints.map(({ attributes, value }) => ({ ...attributes, value })) ?? [];
    },
  };
}

const parentOf = (span: ReadableSpan | undefined) => span?.parentSpanContext?.spanId;
const idOf = (span: ReadableSpan | undefined) => span?.spanContext().spanId;

describe("the spans of a request", () => {
  it("continue the sender's trace over HTTP, with the handler's own spans inside", async () => {
    const { options, spans, named } = sdk();
    const webhook = new Webhook();
    webhook.on(
      STEP,
      async () => {
        await new Promise((later) => setTimeout(later, 1));
        options.tracerProvider.getTracer("bot").startSpan("ask the shop").end();
      },
      { name: "welcome" },
    );
    const server = createServer(nodeAdapter(instrument(webhook, options))).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { status } = await fetch(`http://127.0.0.1:${port}/webhook`, {
      method: "POST",
      headers: { traceparent, "x-forwarded-proto": "https" },
      body: JSON.stringify(stepReachedNotification()),
    });
    server.close();
    expect(status).toBe(200);

    const [served] = named("POST /webhook");
    const [handled] = named("handler welcome");
    const [asked] = named("ask the shop");
    expect(served?.kind).toBe(SpanKind.SERVER);
    expect(served?.spanContext().traceId).toBe("0af7651916cd43dd8448eb211c80319c");
    expect(parentOf(served)).toBe("b7ad6b7169203331");
    expect(parentOf(handled)).toBe(idOf(served));
    expect(parentOf(asked)).toBe(idOf(handled));
    expect(served?.attributes).toEqual({
      "http.request.method": "POST",
      "http.route": "/webhook",
      "http.response.status_code": 200,
      "url.path": "/webhook",
      "url.scheme": "https",
      "clustaar.webhook.topic": STEP,
      "clustaar.webhook.route": "welcome",
    });
    expect(spans()).toHaveLength(3);
  });

  it("begin a trace where the sender has none, or a malformed one", async () => {
    const { options, named } = sdk();
    const endpoint = instrument(
      new Webhook().on(STEP, () => {}),
      options,
    );
    await simulate(endpoint);
    const malformed = { ...signedRequest(), headers: new Headers({ traceparent: "00-nonsense" }) };
    await simulate(endpoint, { request: malformed });
    expect(named("POST /webhook").map(parentOf)).toEqual([undefined, undefined]);
  });

  it("hang below a span that is active already", async () => {
    const { options, named } = sdk();
    const endpoint = instrument(
      new Webhook().on(STEP, () => {}),
      options,
    );
    const outer = options.tracerProvider.getTracer("http").startSpan("outer");
    const request = { ...signedRequest(), headers: new Headers({ traceparent }) };
    await context.with(trace.setSpan(context.active(), outer), () =>
      simulate(endpoint, { request }),
    );
    expect(parentOf(named("POST /webhook")[0])).toBe(outer.spanContext().spanId);
  });

  it("show a failing handler, and the fallback that answers", async () => {
    const { options, named } = sdk();
    const webhook = new Webhook().onError(() => {});
    webhook.on(STEP, () => Promise.reject(new Error("no database")), {
      name: "welcome",
      fallback: () => stepReachedResponse({ actions: [] }),
    });
    expect((await simulate(instrument(webhook, options))).status).toBe(200);
    const [served] = named("POST /webhook");
    const [handled] = named("handler welcome");
    const [fell] = named("fallback welcome");
    expect(handled?.status.code).toBe(SpanStatusCode.ERROR);
    expect(handled?.events[0]?.name).toBe("exception");
    expect(fell?.status.code).toBe(SpanStatusCode.UNSET);
    expect([parentOf(handled), parentOf(fell)]).toEqual([idOf(served), idOf(served)]);
    expect(served?.status.code).toBe(SpanStatusCode.UNSET);
    expect(served?.attributes).toMatchObject({
      "clustaar.webhook.code": "handler_failed",
      "clustaar.webhook.fallback": true,
    });
  });

  it("are an error of the server for a 5xx, and not for a 4xx", async () => {
    const { options, named, spans } = sdk();
    const webhook = new Webhook().onError(() => {}).onResponse(() => {});
    webhook.on(STEP, ({ request }) => {
      throw request.query.has("mine") ? new Error("a bug") : new HttpError(409, "closed");
    });
    const endpoint = instrument(webhook, options);
    await simulate(endpoint);
    expect(spans().map(({ status }) => status.code)).toEqual([0, 0]);
    await simulate(endpoint, {
      request: { ...signedRequest(), query: new URLSearchParams("mine") },
    });
    const last = named("POST /webhook").at(-1);
    expect(last?.status.code).toBe(SpanStatusCode.ERROR);
    expect(last?.attributes["error.type"]).toBe("handler_failed");
  });

  it("show each call of the store, and which answer was a kept one", async () => {
    const { options, spans, named } = sdk();
    const webhook = new Webhook({ idempotency: { store: memoryStore() } }).on(STEP, () => {});
    const endpoint = instrument(webhook, options);
    const notification = stepReachedNotification();
    await simulate(endpoint, { notification });
    await simulate(endpoint, { notification });
    const stores = spans().filter(({ name }) => name.startsWith("store "));
    expect(stores.map(({ name }) => name)).toEqual([
      "store claim",
      "store complete",
      "store claim",
    ]);
    const [first, second] = named("POST /webhook");
    expect(stores.map(parentOf)).toEqual([idOf(first), idOf(first), idOf(second)]);
    expect(first?.attributes).not.toHaveProperty("clustaar.webhook.duplicate");
    expect(second?.attributes).toMatchObject({ "clustaar.webhook.duplicate": true });
    expect(named("handler any")).toHaveLength(1);
  });

  it("show how long a turn has waited for the one before it", async () => {
    const { options, named } = sdk();
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let handled = 0;
    const webhook = new Webhook({ concurrency: { store: memoryStore() } }).on(STEP, () =>
      ++handled === 1 ? finished : undefined,
    );
    const endpoint = instrument(webhook, options);
    const first = simulate(endpoint, { notification: stepReachedNotification() });
    await expect.poll(() => handled).toBe(1);
    const second = simulate(endpoint, { notification: stepReachedNotification() });
    await expect.poll(() => named("turn queue").length).toBe(1);
    expect(named("handler any")).toHaveLength(0);
    finish();
    await Promise.all([first, second]);
    expect(named("handler any").length).toBe(2);
    const spans = named("turn queue");
    expect(spans.map(parentOf).sort()).toEqual(named("POST /webhook").map(idOf).sort());
  });

  it("show a store that is down as such", async () => {
    const { options, named } = sdk();
    const down = () => Promise.reject(new Error("connection refused"));
    const store = { claim: down, renew: down, complete: down, release: down };
    const webhook = new Webhook({ idempotency: { store } }).onError(() => {}).on(STEP, () => {});
    expect((await simulate(instrument(webhook, options))).status).toBe(200);
    expect(named("store claim")[0]?.status.code).toBe(SpanStatusCode.ERROR);
  });
});

describe("the metrics", () => {
  it("are the duration by the conventions, and refusals by their code", async () => {
    const { options, points } = sdk();
    const webhook = new Webhook({ privateKey: "s3cr3t" }).onResponse(() => {}).on(STEP, () => {});
    const endpoint = instrument(webhook, options);
    await simulate(endpoint, { privateKey: "s3cr3t" });
    await simulate(endpoint, { privateKey: "guessed" });
    await simulate(endpoint, { privateKey: "guessed" });
    await simulate(endpoint, { request: { ...signedRequest(), method: "BREW" } });

    const durations = await points("http.server.request.duration");
    const common = { "http.route": "/webhook", "url.scheme": "http" };
    expect(durations).toMatchObject([
      { ...common, "http.request.method": "POST", "http.response.status_code": 200 },
      { ...common, "http.request.method": "POST", "http.response.status_code": 401 },
      { ...common, "http.request.method": "_OTHER", "http.response.status_code": 405 },
    ]);
    expect(durations.map(({ value }) => (value as { count: number }).count)).toEqual([1, 2, 1]);
    expect(await points("clustaar.webhook.refusals")).toEqual([
      { "clustaar.webhook.code": "signature_invalid", "http.route": "/webhook", value: 2 },
      { "clustaar.webhook.code": "method_not_allowed", "http.route": "/webhook", value: 1 },
    ]);
  });

  it("count what the adapter refuses itself", async () => {
    const { options, points, named } = sdk();
    const told: unknown[] = [];
    const webhook = new Webhook({ maxBody: 10 }).onResponse(({ code }) => told.push(code));
    const server = createServer(nodeAdapter(instrument(webhook, options))).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const init = { method: "POST", body: "x".repeat(11), headers: { traceparent } };
    const { status } = await fetch(`http://127.0.0.1:${port}/webhook`, init);
    server.close();
    expect([status, told]).toEqual([413, ["body_too_large"]]);
    expect(parentOf(named("POST /webhook")[0])).toBe("b7ad6b7169203331");
    expect(await points("clustaar.webhook.refusals")).toMatchObject([
      { "clustaar.webhook.code": "body_too_large", value: 1 },
    ]);
  });
});

describe("an instrumented endpoint", () => {
  it("is the endpoint in everything else: host, clock, work, listeners, idle", async () => {
    const { options } = sdk();
    const seen: unknown[] = [];
    const webhook = new Webhook({ now: () => 0, maxBody: 5000, deadline: 1000, privateKey: "k" });
    webhook.host<{ bot: string }>().on(STEP, ({ host, waitUntil, signal }) => {
      seen.push(host.bot, signal.aborted);
      waitUntil(Promise.resolve());
    });
    const endpoint = instrument(webhook, options).onResponse(({ status }) => seen.push(status));
    expect([endpoint.maxBody, endpoint.deadline]).toEqual([5000, 1000]);
    const waited: unknown[] = [];
    const host: HostContext = {
      host: { bot: "demo" },
      waitUntil: (work) => void waited.push(work),
      signal: AbortSignal.abort(),
    };
    // Signed in 1970, which is now by the endpoint's own clock.
    const request = signedRequest({ privateKey: "k", date: new Date(0) });
    expect((await endpoint.handle(request, host)).status).toBe(200);
    expect(seen).toEqual(["demo", true, 200]);
    expect(waited).toHaveLength(1);
    expect(await endpoint.idle({ deadline: 1000 })).toBe(true);
  });

  it("still writes refusals to the console where nobody listens", async () => {
    const { options } = sdk();
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    await simulate(instrument(new Webhook(), options));
    expect([...log.mock.calls, ...error.mock.calls].join()).toContain("no_route");
    log.mockRestore();
    error.mockRestore();
  });

  it("counts an endpoint that rejects, and passes the rejection on", async () => {
    const { options, named, points } = sdk();
    const broken = { maxBody: 10, handle: () => Promise.reject(new Error("a bug")) };
    const endpoint = instrument(broken, options);
    expect(endpoint).not.toHaveProperty("refuse");
    await expect(endpoint.handle(signedRequest())).rejects.toThrow("a bug");
    expect(named("POST /webhook")[0]?.status.code).toBe(SpanStatusCode.ERROR);
    expect(await points("clustaar.webhook.refusals")).toHaveLength(1);
  });

  it("lets an inbox stand in front of the endpoint: one span when it is accepted, one when it is handled", async () => {
    const { options, named } = sdk();
    const paid = new Webhook().on(defineEvent("order.paid"), () => {}, { name: "paid" });
    const endpoint = instrument(paid, options);
    expect(endpoint.deferrable).toBe(true);
    expect(instrument({ maxBody: 1, handle: vi.fn() })).not.toHaveProperty("deferrable");
    const request = signedRequest({
      notification: { topic: "order.paid", data: {} },
      headers: { traceparent },
    });
    const accept = async () => ({
      response: { status: 202, headers: {}, body: "" },
      duplicate: false,
    });
    expect((await endpoint.handle(request, { accept })).status).toBe(202);
    expect((await endpoint.handle(request, { accepted: true })).status).toBe(200);
    expect(named("handler paid")).toHaveLength(1);
    const spans = named("POST /webhook");
    expect(spans.map(({ attributes }) => attributes["clustaar.webhook.deferred"])).toEqual([
      true,
      undefined,
    ]);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
    paid.on(STEP, () => {});
    expect(endpoint.deferrable).toContain("conversation.step_reached");
  });

  it("costs a webhook nothing of its types", () => {
    const webhook = new Webhook().host<{ req: object }>();
    const endpoint = instrument(webhook);
    expectTypeOf(endpoint.handle)
      .parameter(1)
      .toEqualTypeOf<HostContext<{ req: object }> | undefined>();
  });

  it.each([
    [() => instrument(undefined as never), /instrument: expected an endpoint/],
    [() => instrument(new Webhook(), { rute: "/" } as never), /unknown option "rute"/],
    [() => instrument(new Webhook(), { route: "" }), /instrument: route: expected a string/],
  ])("refuses what is wrong at once (%#)", (make, message) => {
    expect(make).toThrow(WebhookConfigError);
    expect(make).toThrow(message);
  });
});

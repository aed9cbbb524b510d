import { runInNewContext } from "node:vm";
import type {
  Endpoint,
  HostContext,
  WebhookRequest,
  WebhookResponse,
} from "@clustaar/webhook-core";
import { Webhook, WebhookConfigError } from "@clustaar/webhook-core";
import { createEndpoint } from "@clustaar/webhook-core/endpoint";
import { stepReachedNotification } from "@clustaar/webhook-core/testing";
import type {
  ALBHandler,
  APIGatewayProxyHandler,
  APIGatewayProxyHandlerV2,
  Context,
  LambdaFunctionURLHandler,
} from "aws-lambda";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import http from "./fixtures/api-gateway-http.json" with { type: "json" };
import rest from "./fixtures/api-gateway-rest.json" with { type: "json" };
import functionUrl from "./fixtures/function-url.json" with { type: "json" };
import balancer from "./fixtures/load-balancer.json" with { type: "json" };
import multiBalancer from "./fixtures/load-balancer-multi-value.json" with { type: "json" };
import { type LambdaContext, type LambdaEvent, lambdaAdapter } from "./index.ts";

const events: Record<string, LambdaEvent> = {
  "API Gateway REST": rest,
  "API Gateway HTTP": http,
  "Function URL": functionUrl,
  "load balancer": balancer,
  "load balancer, multi-value": multiBalancer,
};

/** Keeps the request it got. */
function keeping(response: Partial<WebhookResponse> = {}) {
  const requests: WebhookRequest[] = [];
  const endpoint: Endpoint = {
    maxBody: 1000,
    async handle(request) {
      requests.push(request);
      return { status: 200, headers: { "x-a": "b" }, body: "hello", ...response };
    },
  };
  return { requests, handler: lambdaAdapter(endpoint) };
}

describe.each(Object.entries(events))("an event of %s, as documented", (_name, event) => {
  it("becomes a request", async () => {
    const { requests, handler } = keeping();
    await handler(event);
    const [request] = requests;
    expect(request).toMatchObject({ method: "POST", path: "/webhook" });
    expect(request?.headers.get("User-Agent")).toBe("python-requests/2.31.0");
    expect(request?.headers.get("X-FORWARDED-PROTO")).toBe("https");
    expect(request?.headers.get("toString")).toBeUndefined();
    expect([...(request?.query ?? [])]).toEqual([]);
    expect(Buffer.from(request?.body ?? []).toString()).toBe(
      '{"topic":"conversation.step_reached"}',
    );
  });
});

describe("what a sender reads of a result", () => {
  it("is headers for API Gateway and Function URLs", async () => {
    for (const event of [rest, http, functionUrl]) {
      expect(await keeping().handler(event)).toEqual({
        statusCode: 200,
        headers: { "x-a": "b" },
        body: "hello",
        isBase64Encoded: false,
      });
    }
  });

  it("is the phrase of the status too for a load balancer", async () => {
    expect(await keeping({ status: 404 }).handler(balancer)).toEqual({
      statusCode: 404,
      statusDescription: "404 Not Found",
      headers: { "x-a": "b" },
      body: "hello",
      isBase64Encoded: false,
    });
    expect((await keeping({ status: 299 }).handler(balancer)).statusDescription).toBe("299");
  });

  it("is multi-value headers for a load balancer that sends them", async () => {
    expect(await keeping().handler(multiBalancer)).toEqual({
      statusCode: 200,
      statusDescription: "200 OK",
      multiValueHeaders: { "x-a": ["b"] },
      body: "hello",
      isBase64Encoded: false,
    });
  });

  it("is base64 for bytes", async () => {
    const result = await keeping({ body: Uint8Array.of(0, 255, 128) }).handler(http);
    expect(result).toMatchObject({ body: "AP+A", isBase64Encoded: true });
  });
});

describe("a body", () => {
  it("in base64 becomes its bytes, not its text", async () => {
    const { requests, handler } = keeping();
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0xe9, 0x80]);
    await handler({ ...rest, body: bytes.toString("base64"), isBase64Encoded: true });
    expect([...(requests[0]?.body ?? [])]).toEqual([...bytes]);
  });

  it("is measured in bytes, after base64", async () => {
    const { requests, handler } = keeping();
    const fits = Buffer.alloc(1000).toString("base64");
    expect((await handler({ ...http, body: fits, isBase64Encoded: true })).statusCode).toBe(200);
    const result = await handler({ ...http, body: "é".repeat(501), isBase64Encoded: false });
    expect(result.statusCode).toBe(413);
    expect(JSON.parse(result.body)).toMatchObject({ code: "body_too_large" });
    expect(requests).toHaveLength(1);
  });

  it("that is null or missing is empty", async () => {
    const { requests, handler } = keeping();
    const { body: _none, ...bodyless } = http;
    await handler({ ...rest, body: null });
    await handler({ ...bodyless, headers: { "content-length": "0" } });
    expect(requests.map(({ body }) => body.byteLength)).toEqual([0, 0]);
  });
});

describe("a body that something parsed", () => {
  const sent = async (body: unknown) => {
    const errors: string[] = [];
    const handle = vi.fn(async () => ({ status: 200, headers: {}, body: "" }));
    const endpoint = createEndpoint({ maxBody: 1000 }, handle).onError(({ code }) =>
      errors.push(code),
    );
    const result = await lambdaAdapter(endpoint)({ ...http, body } as LambdaEvent);
    return { result, errors, handle };
  };

  it.each([{ topic: "conversation.step_reached" }, {}, [123, 125], [], 5, true])(
    "rejected the promise when it was an object, and was taken for bytes when it was a list: %j",
    async (body) => {
      const { result, errors, handle } = await sent(body);
      expect(result.statusCode).toBe(500);
      expect(JSON.parse(result.body)).toMatchObject({
        code: "raw_body_unavailable",
        detail: expect.stringMatching(/the host parsed them\. Hand the event to the webhook/),
      });
      expect(errors).toEqual(["raw_body_unavailable"]);
      expect(handle).not.toHaveBeenCalled();
    },
  );

  it("is not one of bytes, those of another realm included", async () => {
    for (const body of [Buffer.from("{}"), runInNewContext("Uint8Array.of(123, 125)")]) {
      const { requests, handler } = keeping();
      await handler({ ...http, body });
      expect(Buffer.from(requests[0]?.body ?? []).toString()).toBe("{}");
    }
  });

  it("that was dropped left its content-length", async () => {
    const { result, errors } = await sent(null);
    expect(JSON.parse(result.body).detail).toContain("none of the 37 bytes");
    expect(errors).toEqual(["raw_body_unavailable"]);
  });
});

describe("an empty multi-value record", () => {
  it("hid the headers and the query of a hand-written event", async () => {
    const { requests, handler } = keeping();
    for (const event of [rest, balancer]) {
      await handler({
        ...event,
        headers: { Date: "now" },
        multiValueHeaders: {},
        queryStringParameters: { bot: "42" },
        multiValueQueryStringParameters: {},
      });
    }
    for (const { headers, query } of requests) {
      expect(headers.get("date")).toBe("now");
      expect([...query]).toEqual([["bot", "42"]]);
    }
    expect(requests).toHaveLength(2);
  });

  it("made a load balancer's answer multi-value, whose headers it then dropped", async () => {
    const result = await keeping().handler({ ...balancer, multiValueHeaders: {} });
    expect(result.headers).toEqual({ "x-a": "b" });
    expect(result.multiValueHeaders).toBeUndefined();
  });
});

describe("headers", () => {
  it("that payload 2.0 has joined by a comma stay one value", async () => {
    const { requests, handler } = keeping();
    await handler({ ...http, headers: { date: "first,second" } });
    expect(requests[0]?.headers.get("Date")).toBe("first,second");
  });

  it("get the cookies back that payload 2.0 takes out", async () => {
    const { requests, handler } = keeping();
    await handler({ ...functionUrl, cookies: ["a=1", "b=2"] });
    expect(requests[0]?.headers.get("Cookie")).toBe("a=1; b=2");
  });

  it("may be null, as in the console's test events", async () => {
    const { requests, handler } = keeping();
    await handler({ ...rest, headers: null, multiValueHeaders: null });
    expect(requests[0]?.headers.get("date")).toBeUndefined();
  });

  it("of an event with single values only are read", async () => {
    const { requests, handler } = keeping();
    const { multiValueHeaders: _none, ...event } = rest;
    await handler(event);
    expect(requests[0]?.headers.get("content-type")).toBe("application/json");
  });
});

describe("waitUntil", () => {
  it("holds the result back until the work, and the work's work, has settled", async () => {
    const done: string[] = [];
    const handler = lambdaAdapter({
      maxBody: 1000,
      async handle(_request, host) {
        const later = () => new Promise((go) => setImmediate(go));
        host?.waitUntil?.(
          later().then(() => {
            done.push("first");
            host.waitUntil?.(later().then(() => done.push("second")));
          }),
        );
        host?.waitUntil?.(later().then(() => Promise.reject(new Error("ignored"))));
        return { status: 202, headers: {}, body: "" };
      },
    });
    expect((await handler(http)).statusCode).toBe(202);
    expect(done).toEqual(["first", "second"]);
  });
});

describe("waitUntil work that does not end", () => {
  const hanging = { status: 202, headers: {}, body: "" };
  const endpoint = (more: Partial<Endpoint> = {}): Endpoint => ({
    maxBody: 1000,
    async handle(_request, host) {
      host?.waitUntil?.(new Promise(() => {}));
      return hanging;
    },
    ...more,
  });
  /** How long the answer waited, in milliseconds. */
  async function waited(handler: (event: LambdaEvent) => Promise<unknown>): Promise<number> {
    const start = Date.now();
    const answered = handler(http).then(() => Date.now() - start);
    await vi.advanceTimersByTimeAsync(60_000);
    return answered;
  }
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    log.mockClear();
  });

  it("held the answer back until the function's timeout", async () => {
    expect(await waited(lambdaAdapter(endpoint()))).toBe(5000);
    expect(log.mock.calls).toEqual([
      [
        "[webhook] lambdaAdapter: waitUntil work was still running after 5000 ms, and freezes with the function; finish it sooner, raise waitUntil or the function's timeout, or hand it to a queue",
      ],
    ]);
  });

  it("is awaited for as long as the endpoint's deadline, or as told", async () => {
    expect(await waited(lambdaAdapter(endpoint({ deadline: 800 })))).toBe(800);
    expect(await waited(lambdaAdapter(endpoint({ deadline: null })))).toBe(5000);
    expect(await waited(lambdaAdapter(endpoint({ deadline: 800 }), { waitUntil: 70 }))).toBe(70);
    expect(await waited(lambdaAdapter(endpoint(), { waitUntil: 0 }))).toBe(0);
  });

  it("takes the deadline of a Webhook", async () => {
    const webhook = new Webhook({ deadline: 900 });
    webhook.on("conversation.step_reached", ({ waitUntil }) => waitUntil(new Promise(() => {})));
    const body = JSON.stringify(stepReachedNotification());
    expect(await waited(() => lambdaAdapter(webhook)({ ...http, body }))).toBe(900);
  });

  it("never uses up the time that the function has left", async () => {
    const handler = lambdaAdapter(endpoint());
    const context = (left: number) => ({ getRemainingTimeInMillis: () => left });
    expect(await waited((event) => handler(event, context(3000)))).toBe(2750);
    expect(await waited((event) => handler(event, context(100)))).toBe(0);
    expect(await waited((event) => handler(event, context(900_000)))).toBe(5000);
  });

  it("counts work that hands on more work without end", async () => {
    const more = (host: HostContext | undefined): Promise<void> =>
      new Promise((done) => setTimeout(done, 400)).then(() => host?.waitUntil?.(more(host)));
    const handle = async (_request: WebhookRequest, host?: HostContext) => {
      host?.waitUntil?.(more(host));
      return hanging;
    };
    expect(await waited(lambdaAdapter({ maxBody: 1000, handle }))).toBe(5000);
  });

  it.each([[{ waitUntil: -1 }], [{ waitUntil: "5s" }], [{ waitUntil: undefined }], [{ wait: 1 }]])(
    "refuses options that cannot be: %o",
    (options) => {
      expect(() => lambdaAdapter(endpoint(), options as never)).toThrow(WebhookConfigError);
    },
  );
});

describe("an event that is not an HTTP request", () => {
  it("is refused with what was expected and what came", async () => {
    const handler = keeping().handler as (event: unknown) => Promise<unknown>;
    await expect(handler({ Records: [] })).rejects.toThrow(
      /expected an HTTP event of API Gateway.*got one with the keys Records;/,
    );
    for (const event of [{}, null, undefined, "ping"]) {
      await expect(handler(event)).rejects.toThrow(TypeError);
    }
  });
});

describe("the handler's type", () => {
  it("fits the handlers of @types/aws-lambda", () => {
    type Handler = ReturnType<typeof lambdaAdapter>;
    expectTypeOf<Handler>().toExtend<APIGatewayProxyHandler>();
    expectTypeOf<Handler>().toExtend<APIGatewayProxyHandlerV2>();
    expectTypeOf<Handler>().toExtend<LambdaFunctionURLHandler>();
    expectTypeOf<Handler>().toExtend<ALBHandler>();
    expectTypeOf<Context>().toExtend<LambdaContext>();
    // The Node 24 runtime refuses a handler with a callback.
    expect(keeping().handler).toHaveLength(1);
  });
});

const usage = "export const handler = lambdaAdapter(webhook)";

describe("anything but an endpoint", () => {
  it.each<[endpoint: unknown, message: string]>([
    [
      undefined,
      "expected an endpoint (a Webhook, or any object with handle and maxBody), got undefined",
    ],
    [{}, "the endpoint's handle: expected a function, got undefined"],
    [
      { headers: {} },
      "expected an endpoint (a Webhook, or any object with handle and maxBody), got a request",
    ],
    [
      { handle: () => {} },
      "the endpoint's maxBody: expected a number of bytes from 0 up, got undefined",
    ],
  ])("is refused when it is mounted: %o", (endpoint, message) => {
    expect(() => lambdaAdapter(endpoint as Endpoint)).toThrow(
      new WebhookConfigError(`lambdaAdapter: ${message}; write ${usage}`),
    );
  });
});

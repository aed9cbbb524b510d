import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { runInNewContext } from "node:vm";
import type { Endpoint, HostContext, WebhookRequest } from "@clustaar/webhook-core";
import { WebhookConfigError } from "@clustaar/webhook-core";
import { createEndpoint } from "@clustaar/webhook-core/endpoint";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { type FetchContext, fetchAdapter } from "./index.ts";

function endpointOf(
  handle: (request: WebhookRequest, host?: HostContext) => string = () => "hello",
): Endpoint {
  return {
    maxBody: 1000,
    handle: async (request, host) => ({ status: 200, headers: {}, body: handle(request, host) }),
  };
}

const post = (
  body: BodyInit | undefined = "{}",
  url = "https://bot.example/webhook",
  headers: Record<string, string> = {},
) => new Request(url, { method: "POST", headers, body, duplex: "half" });
type BodyInit = NonNullable<ConstructorParameters<typeof Request>[1]>["body"];

describe("waitUntil", () => {
  it("hands work to the platform, called on its context", async () => {
    class ExecutionContext {
      readonly #pending: Promise<unknown>[] = [];
      // A private field, like a platform's own object, is there on the right `this` only.
      waitUntil(work: Promise<unknown>) {
        this.#pending.push(work);
      }
      get pending() {
        return this.#pending;
      }
    }
    const context = new ExecutionContext();
    const work = Promise.reject(new Error("the platform sees this"));
    const handler = fetchAdapter(
      endpointOf((_request, host) => {
        host?.waitUntil?.(work);
        return "";
      }),
    );
    expect((await handler(post(), context)).status).toBe(200);
    expect(context.pending).toEqual([work]);
  });

  it("does without a platform, and with a context that is something else", async () => {
    const done = vi.fn();
    const handler = fetchAdapter(
      endpointOf((_request, host) => {
        host?.waitUntil?.(Promise.resolve().then(done));
        host?.waitUntil?.(Promise.reject(new Error("kept quiet")));
        return "";
      }),
    );
    for (const context of [undefined, { params: Promise.resolve({ bot: "42" }) }, { env: 1 }]) {
      expect((await handler(post(), context)).status).toBe(200);
    }
    await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(3));
  });
});

describe("the signal", () => {
  it("is the request's own", async () => {
    const controller = new AbortController();
    const seen: (boolean | undefined)[] = [];
    const handler = fetchAdapter(
      endpointOf((_request, host) => {
        seen.push(host?.signal?.aborted);
        controller.abort();
        seen.push(host?.signal?.aborted);
        return "";
      }),
    );
    await handler(new Request("https://bot.example/", { signal: controller.signal }));
    expect(seen).toEqual([false, true]);
  });
});

describe("a body", () => {
  it("over the limit is not read further", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(100));
        },
      },
      { highWaterMark: 0 },
    );
    const response = await fetchAdapter(endpointOf())(post(endless));
    expect(response.status).toBe(413);
    expect(pulled).toBe(11);
  });

  it("that breaks off is incomplete", async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(new Error("reset"));
      },
    });
    const response = await fetchAdapter(endpointOf())(post(broken));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "body_incomplete" });
  });

  it("that somebody is reading is unavailable", async () => {
    const request = post(new Blob(["{}"]).stream());
    request.body?.getReader();
    const response = await fetchAdapter(endpointOf())(request);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "raw_body_unavailable" });
  });

  it("that somebody is reading was called incomplete when its length was declared", async () => {
    const request = post(new Blob(["{}"]).stream(), undefined, { "content-length": "2" });
    request.body?.getReader();
    const response = await fetchAdapter(endpointOf())(request);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "raw_body_unavailable" });
  });

  it("longer than it was declared was read whole before it was refused", async () => {
    let pulled = 0;
    const long = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new Uint8Array(100));
          if (pulled === 1000) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const request = post(long, undefined, { "content-length": "2" });
    expect((await fetchAdapter(endpointOf())(request)).status).toBe(413);
    expect(pulled).toBe(11);
  });
});

describe("a stream of something else than bytes", () => {
  const streaming = (...chunks: unknown[]) => post(ReadableStream.from(chunks as Uint8Array[]));
  const codeOf = async (request: Request) =>
    ((await (await fetchAdapter(endpointOf())(request)).json()) as { code: string }).code;
  beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
  afterEach(() => void vi.restoreAllMocks());

  it("had no limit when it was text", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue("é".repeat(100));
      },
    });
    expect((await fetchAdapter(endpointOf())(post(endless))).status).toBe(413);
    expect(pulled).toBeLessThan(10);
  });

  it("is unavailable", async () => {
    for (const chunks of [["text"], [Buffer.from("bytes"), "text"], [{ a: 1 }], [5]]) {
      expect(await codeOf(streaming(...chunks))).toBe("raw_body_unavailable");
    }
  });

  it("is bytes when these come from another realm", async () => {
    const response = await fetchAdapter(endpointOf(({ body }) => Buffer.from(body).toString()))(
      streaming(runInNewContext("Uint8Array.of(123, 125)")),
    );
    expect(await response.text()).toBe("{}");
  });
});

describe("SvelteKit", () => {
  it("dropped a body without a content type, and the signature was called invalid", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const headers = { "content-length": "57" };
    const request = new Request("https://bot.example/webhook", { method: "POST", headers });
    const response = await fetchAdapter(endpointOf())(request);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      code: "raw_body_unavailable",
      detail: expect.stringContaining("content type"),
    });
    vi.restoreAllMocks();
    for (const method of ["GET", "HEAD"]) {
      const bodyless = new Request("https://bot.example/webhook", { method, headers });
      expect((await fetchAdapter(endpointOf())(bodyless)).status).toBe(200);
    }
  });

  it("called a body over its own limit one that broke off", async () => {
    const failing = new ReadableStream({
      pull(controller) {
        controller.error(Object.assign(new Error("Payload Too Large"), { status: 413 }));
      },
    });
    const response = await fetchAdapter(endpointOf())(post(failing));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: "body_too_large",
      detail: expect.stringContaining("the host's own limit"),
    });
  });
});

describe("a router that calls the handler with something else than a Request", () => {
  const anyhow = (endpoint: Endpoint) =>
    fetchAdapter(endpoint) as unknown as (...call: unknown[]) => Promise<Response>;

  it("was answered 500 without a word in Hono: app.all(path, handler)", async () => {
    const { endpoint, told } = observed();
    const app = new Hono();
    app.all("/webhook", anyhow(endpoint) as never);
    const response = await app.request("/webhook", { method: "POST", body: "{}" });
    expect(response.status).toBe(500);
    const detail =
      'fetchAdapter: expected the handler to be called with a Request, got the context of Hono; write app.all("/webhook", (c) => handler(c.req.raw))';
    expect(await response.json()).toMatchObject({ code: "config_invalid", detail });
    expect(told).toEqual([`POST /webhook ${detail}`]);
  });

  it.each<[router: string, call: unknown, words: string]>([
    ["SvelteKit", { request: post(), params: {} }, "write ({ request }) => handler(request)"],
    ["h3 2", { req: post(), url: new URL("https://bot.example/") }, "handler(event.req)"],
    ["nobody", undefined, "got undefined"],
    ["a text", "https://bot.example/", "got a string"],
  ])("is told what to write: %s", async (_router, call, words) => {
    const { endpoint, told } = observed();
    const response = await anyhow(endpoint)(call);
    expect(response.status).toBe(500);
    expect(((await response.json()) as { detail: string }).detail).toContain(words);
    expect(told).toHaveLength(1);
  });

  it("throws at once in a Node server, where nobody would send its Response", () => {
    const handler = anyhow(endpointOf());
    const message = new IncomingMessage(new Socket());
    message.url = "/webhook";
    expect(() => handler(message, {})).toThrow(WebhookConfigError);
    expect(() => handler(message, {})).toThrow(/use @clustaar\/adapter-express/);
    expect(() => handler({ raw: message, url: "/webhook", headers: {} }, {})).toThrow(
      /use @clustaar\/adapter-fastify/,
    );
  });
});

/** An endpoint that writes down what its `onError` is told. */
function observed() {
  const told: string[] = [];
  const endpoint = createEndpoint({ maxBody: 1000 }, async () => ({
    status: 200,
    headers: {},
    body: "",
  })).onError(({ message }, { request: { method, path } }) => {
    told.push(`${method} ${path} ${message}`);
  });
  return { endpoint, told };
}

describe("the path", () => {
  it("and the query are cut out of any URL", async () => {
    const handler = fetchAdapter(endpointOf(({ path, query }) => `${path} ${query}`));
    const seen = async (url: string) => (await handler(post("{}", url))).text();
    expect(await seen("https://bot.example")).toBe("/ ");
    expect(await seen("https://bot.example?a=b")).toBe("/ a=b");
    expect(await seen("http://[::1]:8080/a/b?x=/y?z")).toBe("/a/b x=%2Fy%3Fz");
  });
});

describe("the handler's type", () => {
  it("fits where platforms put it", () => {
    type Handler = ReturnType<typeof fetchAdapter>;
    expectTypeOf<Handler>().toExtend<(request: Request) => Promise<Response>>();
    type NextRoute = (
      request: Request,
      context: { params: Promise<Record<string, string>> },
    ) => Promise<Response>;
    expectTypeOf<Handler>().toExtend<NextRoute>();
    interface ExecutionContext {
      waitUntil(work: Promise<unknown>): void;
      passThroughOnException(): void;
    }
    expectTypeOf<ExecutionContext>().toExtend<FetchContext>();
  });
});

const usage = "fetchAdapter(webhook)";

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
    expect(() => fetchAdapter(endpoint as Endpoint)).toThrow(
      new WebhookConfigError(`fetchAdapter: ${message}; write ${usage}`),
    );
  });
});

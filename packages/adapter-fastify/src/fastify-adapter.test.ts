import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { PassThrough } from "node:stream";
import { gzipSync } from "node:zlib";
import { type Endpoint, WebhookConfigError } from "@clustaar/webhook-core";
import Fastify, { type FastifyRequest } from "fastify";
import { describe, expect, it, vi } from "vitest";
import { fastifyAdapter } from "./index.ts";

const endpoint = {
  maxBody: 1000,
  handle: async ({ path, body }: { path: string; body: Uint8Array }) => ({
    status: 200,
    headers: { "content-type": "text/plain" },
    body: `${path} ${Buffer.from(body).toString()}`,
  }),
};
const json = { "content-type": "application/json" };

describe("a Fastify app", () => {
  it("answers injected requests", async () => {
    const app = Fastify().register(fastifyAdapter, { endpoint, path: "/webhook" });
    const response = await app.inject({ method: "POST", url: "/webhook?a=b", payload: "{ }" });
    expect(response.statusCode).toBe(200);
    expect(response.body).toBe("/webhook { }");
  });

  it("mounts below a prefix, with and without a path", async () => {
    const app = Fastify();
    app.register(fastifyAdapter, { endpoint, prefix: "/bots/42" });
    app.register(fastifyAdapter, { endpoint, prefix: "/bots/:bot", path: "/webhook" });
    for (const url of ["/bots/42", "/bots/7/webhook"]) {
      const response = await app.inject({ method: "POST", url, payload: "{}" });
      expect(response.body).toBe(`${url} {}`);
    }
  });

  it("runs its hooks around the webhook", async () => {
    const ran: string[] = [];
    const app = Fastify();
    app.addHook("onRequest", async (_request, reply) => void reply.header("x-request-id", "7"));
    app.addHook("preHandler", async () => void ran.push("preHandler"));
    app.addHook("onSend", async (_request, reply) => void reply.header("x-sent", "yes"));
    app.addHook("onResponse", async () => void ran.push("onResponse"));
    app.register(fastifyAdapter, { endpoint, path: "/webhook" });
    const response = await app.inject({ method: "POST", url: "/webhook", payload: "{}" });
    expect(response.headers).toMatchObject({ "x-request-id": "7", "x-sent": "yes" });
    await vi.waitFor(() => expect(ran).toEqual(["preHandler", "onResponse"]));
  });

  it("lets a hook of its refuse before the endpoint is called", async () => {
    const handle = vi.fn(endpoint.handle);
    const app = Fastify();
    app.addHook("preHandler", async (_request, reply) => reply.code(403).send("no"));
    app.register(fastifyAdapter, { endpoint: { ...endpoint, handle }, path: "/webhook" });
    for (const type of ["application/json", "nonsense"]) {
      const headers = { "content-type": type };
      const response = await app.inject({ method: "POST", url: "/webhook", headers, payload: "{" });
      expect(response.statusCode).toBe(403);
    }
    expect(handle).not.toHaveBeenCalled();
  });

  it("keeps its own parsers, limits and refusals", async () => {
    const app = Fastify({ bodyLimit: 10 });
    app.addContentTypeParser("text/xml", { parseAs: "string" }, async () => ({ xml: true }));
    app.register(fastifyAdapter, { endpoint, path: "/webhook" });
    app.post("/orders", async (request) => ({ got: request.body }));
    const post = (url: string, type: string, payload: string) =>
      app.inject({ method: "POST", url, headers: { "content-type": type }, payload });
    expect((await post("/webhook", "text/xml", "x".repeat(100))).statusCode).toBe(200);
    expect((await post("/orders", "application/json", '{"a":1}')).json()).toEqual({
      got: { a: 1 },
    });
    expect((await post("/orders", "text/xml", "<a/>")).json()).toEqual({ got: { xml: true } });
    expect((await post("/orders", "nonsense", "a")).statusCode).toBe(415);
    expect((await post("/orders", "application/json", `"${"x".repeat(20)}"`)).statusCode).toBe(413);
  });

  it("keeps the headers that its hooks set when an upload is cut off", async () => {
    const app = Fastify();
    app.addHook("onRequest", async (_request, reply) => void reply.header("x-request-id", "7"));
    app.register(fastifyAdapter, { endpoint, path: "/webhook" });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    socket.write("POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 .*x-request-id: 7/s);
    socket.destroy();
    await app.close();
  });
});

describe("what Fastify answers itself", () => {
  const sent = (method: string, url: string) =>
    Fastify()
      .register(fastifyAdapter, { endpoint, path: "/webhook" })
      .inject({ method: method as "POST", url });

  it("is a method it does not know, a trailing slash, and a QUERY without a content type", async () => {
    expect((await sent("PROPFIND", "/webhook")).statusCode).toBe(404);
    expect((await sent("POST", "/webhook/")).statusCode).toBe(404);
    const query = await sent("QUERY", "/webhook");
    expect(query.statusCode).toBe(400);
    expect(query.json()).toMatchObject({ code: "FST_ERR_ROUTE_MISSING_CONTENT_TYPE" });
  });

  it("is nothing else: every other method reaches the endpoint", async () => {
    const methods = Fastify().supportedMethods.filter((method) => method !== "QUERY");
    expect(methods).toContain("TRACE");
    for (const method of methods) expect((await sent(method, "/webhook")).statusCode).toBe(200);
  });
});

describe("a body that a hook of the app read", () => {
  const app = (put: (request: FastifyRequest & { rawBody?: unknown }) => void) => {
    const made = Fastify();
    // As @fastify/compress does with a compressed request.
    made.addHook("preParsing", async (request, _reply, payload) => {
      put(request);
      return payload.pipe(new PassThrough());
    });
    return made.register(fastifyAdapter, { endpoint, path: "/webhook" });
  };
  const sent = { method: "POST", url: "/webhook", headers: json, payload: "{ }" } as const;

  it("is unavailable when it was put through another stream", async () => {
    const response = await app(() => {}).inject(sent);
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({
      code: "raw_body_unavailable",
      detail: expect.stringContaining("preParsing"),
    });
  });

  it("let an unsigned client cause a 500 by compressing its body", async () => {
    const headers = { ...json, "content-encoding": "gzip" };
    const response = await app(() => {}).inject({ ...sent, headers, payload: gzipSync("{ }") });
    expect(response.statusCode).toBe(415);
    expect(response.json()).toMatchObject({
      code: "encoding_unsupported",
      detail: expect.stringContaining("gzip"),
    });
  });

  it("is taken from rawBody when that is bytes, not when it is text", async () => {
    const bytes = app((request) => {
      request.rawBody = Buffer.from("kept");
    });
    expect((await bytes.inject(sent)).body).toBe("/webhook kept");
    const text = app((request) => {
      request.rawBody = "kept";
    });
    expect((await text.inject(sent)).statusCode).toBe(500);
  });
});

describe("a body that the platform around the app keeps", () => {
  const routed = async (put: (raw: IncomingMessage) => void) => {
    const app = Fastify().register(fastifyAdapter, { endpoint, path: "/webhook" });
    app.addHook("onRequest", async ({ raw }) => put(raw));
    return app.inject({ method: "POST", url: "/webhook", headers: json, payload: "{ }" });
  };

  it("is taken from the raw request", async () => {
    const response = await routed(
      (raw) => void Object.assign(raw, { rawBody: Buffer.from("kept") }),
    );
    expect(response.body).toBe("/webhook kept");
  });

  it("is read when the platform's body cannot be", async () => {
    const response = await routed((raw) => {
      Object.defineProperty(raw, "body", {
        get() {
          throw new Error("Invalid JSON");
        },
      });
    });
    expect(response.body).toBe("/webhook { }");
  });
});

const usage = 'app.register(fastifyAdapter, { endpoint: webhook, path: "/webhook" })';

describe("anything but an endpoint", () => {
  it.each<[endpoint: unknown, message: string]>([
    [
      undefined,
      "expected an endpoint (a Webhook, or any object with handle and maxBody), got undefined",
    ],
    [{}, "the endpoint's handle: expected a function, got undefined"],
    [
      { handle: () => {} },
      "the endpoint's maxBody: expected a number of bytes from 0 up, got undefined",
    ],
  ])("is refused when it is mounted: %o", async (wrong, message) => {
    const app = Fastify().register(fastifyAdapter, { endpoint: wrong as Endpoint });
    await expect(app.ready()).rejects.toThrow(
      new WebhookConfigError(`fastifyAdapter({ endpoint }): ${message}; write ${usage}`),
    );
  });
});

describe("a mistake in mounting it", () => {
  const misuse = fastifyAdapter as unknown as (...mistake: unknown[]) => Promise<void>;

  it("said that app.removeAllContentTypeParsers is not a function when it was called with the webhook", async () => {
    const wrong = new WebhookConfigError(
      `fastifyAdapter: expected to be registered as a plugin, but was called; write ${usage}`,
    );
    expect(() => misuse(endpoint)).toThrow(wrong);
    expect(() => misuse(endpoint, { path: "/webhook" })).toThrow(wrong);
    expect(() => misuse()).toThrow(wrong);
    // As a handler it is called with a request.
    const app = Fastify();
    app.all("/webhook", misuse);
    const response = await app.inject({ method: "POST", url: "/webhook" });
    expect(response.json()).toMatchObject({ message: wrong.message });
  });

  it("is told where the webhook stands in place of the options", async () => {
    const app = Fastify().register(fastifyAdapter, endpoint as never);
    await expect(app.ready()).rejects.toThrow(`got undefined; write ${usage}`);
  });

  it("is told when an option is misspelt, which mounted the webhook at / once", async () => {
    const options = { endpoint, pth: "/webhook" } as unknown as { endpoint: Endpoint };
    await expect(Fastify().register(fastifyAdapter, options).ready()).rejects.toThrow(
      'fastifyAdapter: unknown option "pth"; did you mean "path"? The options are endpoint, path, prefix, logLevel, logSerializers',
    );
  });

  it("is not made by leaving the path undefined", async () => {
    const app = Fastify().register(fastifyAdapter, { endpoint, path: undefined, prefix: "/hook" });
    expect((await app.inject({ method: "POST", url: "/hook", payload: "{}" })).statusCode).toBe(
      200,
    );
  });
});

it("said nothing of a misspelt option once", async () => {
  const options = { enpoint: endpoint } as unknown as { endpoint: Endpoint };
  await expect(Fastify().register(fastifyAdapter, options).ready()).rejects.toThrow(
    WebhookConfigError,
  );
});

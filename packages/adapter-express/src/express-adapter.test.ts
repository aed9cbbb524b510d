import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Endpoint, WebhookConfigError } from "@clustaar/webhook-core";
import express, { type Express } from "express";
import { describe, expect, it, vi } from "vitest";
import { expressAdapter } from "./index.ts";

const echo = {
  maxBody: 1000,
  handle: async ({ path, body }: { path: string; body: Uint8Array }) => ({
    status: 200,
    headers: { "content-type": "text/plain" },
    body: `${path} ${Buffer.from(body).toString()}`,
  }),
};

async function post(app: Express, path: string, body: string, type = "application/json") {
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const headers = { "content-type": type };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers,
    body,
  });
  const text = await response.text();
  server.close();
  return { response, text };
}

describe("an Express app", () => {
  it("may parse raw bodies itself", async () => {
    const app = express()
      .use(express.raw({ type: "*/*" }))
      .use("/webhook", expressAdapter(echo));
    expect((await post(app, "/webhook", "{ }")).text).toBe("/webhook { }");
  });

  it("may parse other types before the webhook", async () => {
    const app = express().use(express.urlencoded()).use("/webhook", expressAdapter(echo));
    expect((await post(app, "/webhook", "{ }")).text).toBe("/webhook { }");
    const consumed = await post(app, "/webhook", "a=1", "application/x-www-form-urlencoded");
    expect(consumed.response.status).toBe(500);
    expect(JSON.parse(consumed.text).detail).toContain("before the parser that did");
  });

  it("may parse JSON for all that stands after the webhook", async () => {
    const app = express().use("/webhook", expressAdapter(echo)).use(express.json());
    app.post("/orders", (req, res) => void res.json({ got: req.body }));
    expect((await post(app, "/webhook", "{ }")).text).toBe("/webhook { }");
    expect((await post(app, "/orders", '{"a":1}')).text).toBe('{"got":{"a":1}}');
  });

  it("mounts in routers, and the endpoint sees the whole path", async () => {
    const bots = express.Router().use("/webhook", expressAdapter(echo));
    const app = express().use("/bots/:bot", bots);
    expect((await post(app, "/bots/42/webhook/?a=b", "{ }")).text).toBe("/bots/42/webhook/ { }");
  });

  it("keeps the headers that its middleware set", async () => {
    const app = express()
      .use((_req, res, next) => {
        res.setHeader("x-request-id", "7");
        next();
      })
      .use("/webhook", expressAdapter(echo));
    const { response } = await post(app, "/webhook", "{}");
    expect(response.headers.get("x-request-id")).toBe("7");
    expect(response.headers.get("etag")).toBeNull();
  });

  it("is not asked for the next handler", async () => {
    const next = vi.fn();
    const app = express().use("/webhook", expressAdapter(echo)).use(next);
    await post(app, "/webhook", "{}");
    expect(next).not.toHaveBeenCalled();
  });
});

const usage = 'app.use("/webhook", expressAdapter(webhook))';

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
    expect(() => expressAdapter(endpoint as Endpoint)).toThrow(
      new WebhookConfigError(`expressAdapter: ${message}; write ${usage}`),
    );
  });
});

import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { checkNodeCall } from "./check-node-call.ts";

const req = new IncomingMessage(new Socket());
const res = new ServerResponse(req);
const headers = new Headers();

describe("checkNodeCall", () => {
  it("accepts Node's request and response", () => {
    expect(() => checkNodeCall(req, res)).not.toThrow();
  });

  it.each<[host: string, call: unknown[], words: RegExp]>([
    [
      "Fastify",
      [{ raw: req, headers: {} }, { raw: res }],
      /write app\.register\(fastifyAdapter, \{/,
    ],
    [
      "Koa",
      [{ req, res, request: {} }, () => {}],
      /ctx\.respond = false; return handler\(ctx\.req/,
    ],
    ["h3", [{ node: { req, res } }], /write fromNodeMiddleware\(handler\)/],
    ["Hono", [{ req: { raw: { headers } } }, () => {}], /use fetchAdapter/],
    ["fetch", [{ url: "https://bot.example/", headers }], /use fetchAdapter/],
    ["Lambda", [{ rawPath: "/" }, {}], /got an object$/],
    ["nothing", [], /got undefined$/],
    ["half of it", [req], /got an object$/],
  ])("says what to write in place of a call by %s", (_host, [message, response], words) => {
    const check = () => checkNodeCall(message, response);
    expect(check).toThrow(WebhookConfigError);
    expect(check).toThrow(
      /^expected to be called with Node's request and response \(req, res\), got /,
    );
    expect(check).toThrow(words);
  });
});

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { expect, it, vi } from "vitest";
import { nodeAdapter } from "./index.ts";

/** Takes its time, as a handler that asks a database does. */
const slow = {
  maxBody: 1000,
  async handle({ body }: { body: Uint8Array }) {
    await new Promise((later) => setTimeout(later, 20));
    return { status: 200, headers: {}, body: `slow ${Buffer.from(body).toString()}` };
  },
};
const handler = nodeAdapter(slow);

async function posted(listener: (req: IncomingMessage, res: ServerResponse) => void) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/webhook`, { method: "POST", body: "{}" });
  const answer = { status: response.status, text: await response.text() };
  server.close();
  return answer;
}

it("was answered 404 by Koa while the handler was still running", async () => {
  const ran: string[] = [];
  const app = new Koa();
  app.use(async (_ctx, next) => {
    await next();
    ran.push("after the webhook");
  });
  app.use((ctx) => handler(ctx.req, ctx.res));
  expect(await posted(app.callback())).toEqual({ status: 200, text: "slow {}" });
  expect(ran).toEqual(["after the webhook"]);
});

it("is all of Koa's answer when the context does not respond", async () => {
  const app = new Koa();
  app.use((ctx) => {
    ctx.respond = false;
    return handler(ctx.req, ctx.res);
  });
  expect(await posted(app.callback())).toEqual({ status: 200, text: "slow {}" });
});

it("is told what to write when Koa calls it with its context", async () => {
  const app = new Koa();
  app.silent = true;
  const failed = vi.fn();
  app.on("error", failed);
  app.use(handler as unknown as Koa.Middleware);
  expect((await posted(app.callback())).status).toBe(500);
  expect(failed.mock.calls[0]?.[0].message).toContain("return handler(ctx.req, ctx.res)");
});

it("was said by Next.js to have resolved without sending a response", async () => {
  const warnings: string[] = [];
  // As the resolver of `pages/api` does it.
  const answer = await posted(async (req, res) => {
    await handler(req, res);
    if (!res.writableFinished && !res.headersSent) {
      warnings.push(`API resolved without sending a response for ${req.url}`);
    }
  });
  expect(answer).toEqual({ status: 200, text: "slow {}" });
  expect(warnings).toEqual([]);
});

it("was answered 404 by h3, which goes on once a listener returns", async () => {
  // As its `fromNodeMiddleware` and its listener do it.
  const answer = await posted(async (req, res) => {
    const returned: unknown = handler(req, res);
    await Promise.resolve(returned);
    if (!res.writableEnded && !res.headersSent) res.writeHead(404).end("Cannot find any path");
  });
  expect(answer).toEqual({ status: 200, text: "slow {}" });
});

import type { Server } from "node:http";
import { runAdapterContract, socketHost } from "@clustaar/adapter-contract";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { fetchAdapter } from "./index.ts";
import { withParser } from "./internal/with-parser.test-helpers.ts";

const hono = () =>
  socketHost(async ({ endpoints, parser, jsonPath }) => {
    const app = new Hono();
    for (const [path, endpoint] of Object.entries(endpoints)) {
      const handler = withParser(fetchAdapter(endpoint), parser);
      app.all(path, (c) => handler(c.req.raw));
    }
    if (jsonPath) {
      app.post(jsonPath, async (c) => {
        const parsed = await c.req.json().catch(() => undefined);
        return parsed === undefined ? c.text("not JSON", 400) : c.json(parsed);
      });
    }
    const server = await new Promise<Server>((ready) => {
      // Without options for another kind of server, it is an HTTP/1 one.
      const made = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () =>
        ready(made as Server),
      );
    });
    return { server };
  });

const awaited = "the promise of a handler gives the answer itself";
runAdapterContract("Hono on @hono/node-server", hono, {
  leavesOut: {
    "says that the body was parsed when the host hands over a value":
      "a Request holds a stream, in whose place no value can stand",
    "returns a promise that resolves when the answer is written": awaited,
    "resolves that promise when the client is gone": awaited,
    "adds no content type of its own": "a Response labels every text that has no content type",
    "ends the connection of an answer when the server has stopped listening":
      "connection headers belong to the server below a Response",
    "tells the client of an upload it cuts off that the connection closes":
      "connection headers belong to the server below a Response",
  },
});

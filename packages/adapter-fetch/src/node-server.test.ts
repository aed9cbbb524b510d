import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Endpoint } from "@clustaar/webhook-core";
import { type ServerType, serve } from "@hono/node-server";
import { afterEach, expect, it } from "vitest";
import { fetchAdapter } from "./index.ts";

const endpoint: Endpoint = {
  maxBody: 10,
  handle: async ({ method, body }) => ({
    status: method === "POST" ? 200 : 405,
    headers: {},
    body: Buffer.from(body).toString(),
  }),
};
const handler = fetchAdapter(endpoint);

let server: ServerType | undefined;
afterEach(() => {
  server?.close();
});

async function portOf(made: ServerType): Promise<number> {
  server = made;
  if (!made.listening) await once(made, "listening");
  return (made.address() as AddressInfo).port; // it listens on TCP
}

const anywhere = { port: 0, hostname: "127.0.0.1" };

/** Posts a body with its length. */
async function post(port: number, body: string): Promise<{ status?: number; text: string }> {
  const sent = httpRequest({ port, host: "127.0.0.1", method: "POST", agent: false });
  sent.end(body);
  const [answer] = await once(sent, "response");
  return { status: answer.statusCode, text: Buffer.concat(await answer.toArray()).toString() };
}

it("called a body incomplete that a middleware was about to read", async () => {
  const port = await portOf(
    serve({
      ...anywhere,
      fetch: (request) => {
        request.body?.getReader();
        return handler(request);
      },
    }),
  );
  const { status, text } = await post(port, "{}");
  expect(status).toBe(500);
  expect(JSON.parse(text)).toMatchObject({ code: "raw_body_unavailable" });
});

it("reads a body that a middleware looked at and left alone", async () => {
  const port = await portOf(
    serve({
      ...anywhere,
      fetch: (request) => {
        expect(request.body?.locked).toBe(false);
        return handler(request);
      },
    }),
  );
  expect(await post(port, "{}")).toEqual({ status: 200, text: "{}" });
});

it("answered 500 to methods for which no Request can be built", async () => {
  const port = await portOf(serve({ ...anywhere, fetch: handler, createServer }));
  const client = connect(`http://127.0.0.1:${port}`);
  for (const method of ["TRACK", "track", "TRACE"]) {
    for (const length of [{}, { "content-length": 2 }]) {
      const stream = client.request({ ":method": method, ":path": "/", ...length });
      stream.end("{}");
      const [headers] = await once(stream, "response");
      expect(headers[":status"], method).toBe(405);
      stream.resume();
      await once(stream, "close");
    }
  }
  client.close();
});

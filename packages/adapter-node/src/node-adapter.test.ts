import { once } from "node:events";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { type Endpoint, WebhookConfigError } from "@clustaar/webhook-core";
import { describe, expect, it } from "vitest";
import { nodeAdapter } from "./index.ts";

const lengths = {
  maxBody: 1000,
  handle: async ({ body }: { body: Uint8Array }) => ({
    status: 200,
    headers: { "x-length": String(body.byteLength) },
    body: "hello",
  }),
};

describe("over HTTP/2, through Node's compatibility API", () => {
  async function post(body: string): Promise<{ status: unknown; length: unknown; text: string }> {
    // Requests and responses of HTTP/2 have all that the listener uses.
    const server = createServer(nodeAdapter(lengths) as never).listen(0, "127.0.0.1");
    await once(server, "listening");
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request({ ":method": "POST", ":path": "/webhook" });
    stream.end(body);
    const [headers] = await once(stream, "response");
    let text = "";
    for await (const chunk of stream) text += chunk;
    session.close();
    server.close();
    return { status: headers[":status"], length: headers["x-length"], text };
  }

  it("answers", async () => {
    expect(await post("{}")).toEqual({ status: 200, length: "2", text: "hello" });
  });

  it("refuses a body over the limit", async () => {
    const { status, text } = await post("x".repeat(200_000));
    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({ code: "body_too_large" });
  });
});

const usage = "createServer(nodeAdapter(webhook))";

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
    expect(() => nodeAdapter(endpoint as Endpoint)).toThrow(
      new WebhookConfigError(`nodeAdapter: ${message}; write ${usage}`),
    );
  });
});

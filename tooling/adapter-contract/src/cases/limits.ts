import { expect } from "vitest";
import { echo } from "../endpoints.ts";
import type { Answer } from "../host.ts";
import { rawClient } from "../raw-client.ts";
import { type Case, withMounted } from "../with-host.ts";

const limit = 1000;

function expectTooLarge(answer: Answer): void {
  expect(answer.status).toBe(413);
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  expect(JSON.parse(answer.body.toString())).toMatchObject({
    status: 413,
    code: "body_too_large",
    detail: expect.stringContaining(String(limit)),
  });
}

/** Bodies over the endpoint's limit, which nobody keeps. */
export const limitCases = {
  "accepts a body of exactly the limit": (host) =>
    withMounted(host, echo({ maxBody: limit }), async ({ send }) => {
      const answer = await send({ body: "x".repeat(limit) });
      expect(JSON.parse(answer.body.toString()).length).toBe(limit);
    }),

  "accepts a body larger than the host accepts by default": (host) =>
    withMounted(host, echo({ maxBody: 4_000_000 }), async ({ send }) => {
      const answer = await send({
        headers: [["Content-Type", "application/json"]],
        body: "x".repeat(3_000_000),
      });
      expect(JSON.parse(answer.body.toString()).length).toBe(3_000_000);
    }),

  "answers 413 to one byte more": (host) => {
    const endpoint = echo({ maxBody: limit });
    return withMounted(host, endpoint, async ({ send }) => {
      expectTooLarge(await send({ body: "x".repeat(limit + 1) }));
      // Counted in bytes, not in characters.
      expectTooLarge(await send({ body: "é".repeat(limit / 2 + 1) }));
      expect(endpoint.requests).toHaveLength(0);
      expect((await send({ body: "{}" })).status).toBe(200);
    });
  },

  "answers 413 to a chunked body over the limit": (host) => {
    const endpoint = echo({ maxBody: limit });
    return withMounted(host, endpoint, async ({ send }) => {
      const chunk = Buffer.alloc(limit - 1, "x");
      expectTooLarge(await send({ chunks: [chunk, chunk] }));
      expect(endpoint.requests).toHaveLength(0);
    });
  },

  "gets its 413 to a client that writes everything before it reads": (host) =>
    withMounted(host, echo({ maxBody: limit }), async (mounted) => {
      const client = await rawClient(mounted);
      client.socket.pause();
      const size = 500_000;
      client.post(`Content-Length: ${size}`);
      await new Promise((written) => client.socket.write(Buffer.alloc(size), written));
      client.socket.resume();
      expect(await client.answer()).toMatch(/^HTTP\/1\.1 413 .*body_too_large/s);
    }),

  "answers 413 before a byte of a body that is declared too large": (host) => {
    const endpoint = echo({ maxBody: limit });
    return withMounted(host, endpoint, async (mounted) => {
      const client = await rawClient(mounted);
      client.post("Content-Length: 1000000000");
      expect(await client.answer()).toMatch(/^HTTP\/1\.1 413 .*body_too_large/s);
      expect(endpoint.requests).toHaveLength(0);
    });
  },

  "answers 413 while the upload is still going, then cuts it off": (host) => {
    const endpoint = echo({ maxBody: limit });
    return withMounted(host, endpoint, async (mounted) => {
      const client = await rawClient(mounted);
      const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
      client.post("Transfer-Encoding: chunked");
      client.write(chunk);
      expect(await client.answer()).toMatch(/^HTTP\/1\.1 413 .*body_too_large/s);
      expect(endpoint.requests).toHaveLength(0);
      // The client does not care and goes on for as long as the connection lasts.
      const goOn = () => {
        while (!client.socket.destroyed && client.socket.write(chunk));
      };
      client.socket.on("drain", goOn);
      goOn();
      await client.closed;
      expect((await mounted.send({ body: "{}" })).status).toBe(200);
    });
  },

  "tells the client of an upload it cuts off that the connection closes": (host) =>
    withMounted(host, echo({ maxBody: limit }), async (mounted) => {
      const client = await rawClient(mounted);
      client.post("Content-Length: 1000000000");
      expect(await client.answer()).toMatch(/\r\nconnection: close\r\n/i);
    }),
} satisfies Record<string, Case>;

import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, vi } from "vitest";
import { echo, recorder } from "../endpoints.ts";
import type { Mounted } from "../host.ts";
import { rawClient } from "../raw-client.ts";
import { type Case, withMounted } from "../with-host.ts";

/** The server's end of the next connection. */
async function nextConnection({ server }: Mounted): Promise<Socket> {
  if (!server) throw new Error("This case needs a host with sockets: leave it out for this one.");
  const [socket] = await once(server, "connection");
  return socket;
}

/** Clients that go, wait, or stay for another request. */
export const connectionCases = {
  "never calls the endpoint for an upload that broke off": (host) => {
    const endpoint = echo();
    return withMounted(host, endpoint, async (mounted) => {
      for (const framing of ["Content-Length: 1000", "Transfer-Encoding: chunked"]) {
        const connection = nextConnection(mounted);
        const client = await rawClient(mounted);
        const seen = once(mounted.server as NonNullable<Mounted["server"]>, "request");
        client.post(framing, "5\r\nhello\r\n");
        await seen;
        const socket = await connection;
        // Not `once` of node:events: the connection may say it broke before it says it closed.
        const gone = new Promise((closed) => socket.once("close", closed));
        client.socket.destroy();
        await gone;
      }
      expect((await mounted.send({ body: "{}" })).status).toBe(200);
      expect(endpoint.requests).toHaveLength(1);
    });
  },

  "aborts the signal when the client is gone, and only then": (host) => {
    let reached: (signal: AbortSignal | undefined) => void;
    const signal = new Promise<AbortSignal | undefined>((resolve) => {
      reached = resolve;
    });
    const seen: (AbortSignal | undefined)[] = [];
    const endpoint = recorder(async ({ query }, context) => {
      seen.push(context?.signal);
      if (!query.has("wait")) return { status: 200, headers: {}, body: "" };
      reached(context?.signal);
      await new Promise((gone) => context?.signal?.addEventListener("abort", gone));
      return { status: 200, headers: {}, body: "too late" };
    });
    return withMounted(host, endpoint, async (mounted) => {
      await mounted.send({ body: "{}" });
      const client = await rawClient(mounted);
      client.post("Content-Length: 2", "{}", "/webhook?wait");
      const waiting = await signal;
      expect(waiting?.aborted).toBe(false);
      const aborted = once(waiting as AbortSignal, "abort");
      client.socket.destroy();
      await aborted;
      expect((await mounted.send({ body: "{}" })).status).toBe(200);
      expect(seen.map((each) => each?.aborted)).toEqual([false, true, false]);
    });
  },

  "answers several requests on one connection": (host) =>
    withMounted(host, echo({ maxBody: 100 }), async (mounted) => {
      const client = await rawClient(mounted);
      let answers = 0;
      client.socket.on("data", (data) => {
        answers += data.toString().split("HTTP/1.1 200").length - 1;
      });
      for (const index of [1, 2, 3]) {
        client.post("Content-Length: 2", "{}");
        while (answers < index) await once(client.socket, "data");
      }
      expect(client.socket.destroyed).toBe(false);
      client.socket.destroy();
    }),

  "ends the connection of an answer when the server has stopped listening": (host) => {
    let answer: () => void = () => {};
    const endpoint = recorder(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { status: 200, headers: {}, body: "" };
    });
    return withMounted(host, endpoint, async (mounted) => {
      const client = await rawClient(mounted);
      client.post("Content-Length: 2", "{}");
      await vi.waitFor(() => expect(endpoint.requests).toHaveLength(1));
      mounted.server?.close();
      answer();
      expect(await client.answer()).toMatch(/^HTTP\/1\.1 200 .*\r\nconnection: close\r\n/is);
      await client.closed;
    });
  },

  "lets a client that waits for 100 Continue send its body": (host) =>
    withMounted(host, echo(), async (mounted) => {
      const client = await rawClient(mounted);
      client.post(["Expect: 100-continue", "Content-Length: 5"]);
      expect(await client.answer()).toMatch(/^HTTP\/1\.1 100 Continue/);
      let text = "";
      client.socket.on("data", (data) => {
        text += data;
      });
      client.write("hello");
      await vi.waitFor(() => expect(text).toMatch(/HTTP\/1\.1 200 .*"length":5/s));
      client.socket.destroy();
    }),
} satisfies Record<string, Case>;

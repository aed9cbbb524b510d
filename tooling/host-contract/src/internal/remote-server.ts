import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Endpoint, WebhookRequest } from "@clustaar/webhook-core";
import type { Handed, Returned } from "../guests/protocol.ts";

/** Where a host in another process asks the endpoint of the case that is running. */
export interface RemoteServer {
  readonly url: string;
  endpoint: Endpoint | undefined;
  /** What the endpoint rejected with last, which no JSON can hold. */
  failure: unknown;
  /** How often a host has seen work of `waitUntil` to its end. */
  workDone: number;
  close(): void;
}

/** Starts a {@link RemoteServer} on a port of its own. */
export async function remoteServer(): Promise<RemoteServer> {
  const work = new Map<string, Promise<unknown>>();
  const http = createServer(async (req, res) => {
    const id = /^\/work\/(.+)$/.exec(req.url ?? "")?.[1];
    if (req.method === "DELETE") server.workDone++;
    if (id === undefined) return void res.end(JSON.stringify(await handle(req, res)));
    const done = await Promise.resolve(work.get(id)).then(
      () => true,
      () => false,
    );
    res.writeHead(done ? 200 : 500).end();
  });

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<Returned> {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part);
    const handed: Handed = JSON.parse(Buffer.concat(parts).toString());
    const ids: string[] = [];
    const waitUntil = (promise: Promise<unknown>) => {
      const id = randomUUID();
      promise.catch(() => {}); // its host reports it
      work.set(id, promise);
      ids.push(id);
    };
    const gone = new AbortController();
    res.once("close", () => res.writableFinished || gone.abort());
    try {
      if (server.endpoint === undefined) throw new Error("no case is running");
      const { status, headers, body } = await server.endpoint.handle(requestOf(handed), {
        ...(handed.offersWork ? { waitUntil } : {}),
        ...(handed.offersSignal ? { signal: gone.signal } : {}),
      });
      const isText = typeof body === "string";
      const text = isText ? body : Buffer.from(body).toString("base64");
      return { status, headers: { ...headers }, body: text, isText, work: ids };
    } catch (error) {
      server.failure = error;
      return { failed: String(error) };
    }
  }

  // Longer than any case: a host must not find the connection that it kept closed.
  http.keepAliveTimeout = 600_000;
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const server: RemoteServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    endpoint: undefined,
    failure: undefined,
    workDone: 0,
    close() {
      http.closeAllConnections();
      http.close();
    },
  };
  return server;
}

function requestOf({ method, path, query, headers, body }: Handed): WebhookRequest {
  const values = new Map(headers);
  return {
    method,
    path,
    query: new URLSearchParams(query),
    headers: {
      get(name) {
        const value = values.get(name) ?? values.get(name.toLowerCase());
        if (value === undefined && !values.has(name)) {
          throw new Error(`the header ${name} is not handed over; add it to headerNames`);
        }
        return value ?? null;
      },
    },
    body: Buffer.from(body, "base64"),
  };
}

import { once } from "node:events";
import { request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer, ContractHost, Sent, Setup } from "./host.ts";

/** A host with a real socket: `start` makes the server, and `stop` closes what else there is to close. */
export function socketHost(
  start: (setup: Setup) => Promise<{ server: Server; stop?: () => Promise<unknown> }>,
): ContractHost {
  return {
    async mount(setup) {
      const { server, stop } = await start(setup);
      if (!server.listening) {
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
      }
      return {
        server,
        send: (sent) => sendOverHttp(portOf(server), sent),
        async close() {
          server.closeAllConnections();
          if (stop) await stop();
          if (server.listening) await new Promise((closed) => server.close(closed));
        },
      };
    },
  };
}

/** The port a server listens on. */
export function portOf(server: Server): number {
  // A listening TCP server has one.
  return (server.address() as AddressInfo).port;
}

/** Sends a request over HTTP, byte for byte as a case wants it. */
export async function sendOverHttp(port: number, sent: Sent): Promise<Answer> {
  const {
    method = "POST",
    target = "/webhook",
    headers = [],
    body,
    chunks,
    isAlone = false,
  } = sent;
  const framing: [string, string][] = chunks
    ? [["Transfer-Encoding", "chunked"]]
    : body === undefined
      ? []
      : [["Content-Length", String(Buffer.byteLength(body))]];
  const outgoing = httpRequest({
    host: "127.0.0.1",
    port,
    ...(isAlone ? { agent: false } : {}),
    method,
    path: target,
    // A flat list is sent as it stands: repeats stay repeats.
    headers: [["Host", "bot.example"], ...framing, ...headers].flat(),
  });
  for (const chunk of chunks ?? []) outgoing.write(chunk);
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  return {
    status: incoming.statusCode,
    headers: incoming.headers,
    cookies: incoming.headers["set-cookie"] ?? [],
    body: Buffer.concat(parts),
  };
}

import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeAdapter } from "@clustaar/adapter-node";
import type { Endpoint } from "@clustaar/webhook-core";
import type { SignedRequest } from "@clustaar/webhook-core/testing";

/** An endpoint on a real server of its own. */
export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves an endpoint with the node adapter on a free port. */
export async function serve(endpoint: Endpoint): Promise<Served> {
  const server = createServer(nodeAdapter(endpoint));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** What came back over the wire. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** Sends a request made in memory over a real socket. */
export async function post(
  port: number,
  request: SignedRequest,
  extra: Record<string, string> = {},
): Promise<Received> {
  const sent = httpRequest({
    port,
    host: "127.0.0.1",
    method: request.method,
    path: request.path,
    headers: { ...Object.fromEntries(request.headers), ...extra },
    agent: false,
  });
  // A server that refuses early may close before the body is sent.
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on("response", resolve);
    sent.on("error", reject);
  });
  sent.end(request.body);
  const answer = await response;
  let text = "";
  answer.setEncoding("utf8");
  for await (const chunk of answer) text += chunk;
  return { status: answer.statusCode ?? 0, headers: answer.headers, text };
}

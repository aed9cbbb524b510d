import type { ServerResponse } from "node:http";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { NodeHost } from "./node-host.ts";
import { type NodeRequest, nodeRequest } from "./node-request.ts";
import { readBody } from "./read-body.ts";
import { refuse } from "./refusals.ts";
import { sendResponse } from "./send-response.ts";

/**
 * Makes the `(req, res)` listener of an endpoint: reads the raw body, hands it over, writes the answer.
 *
 * @param remedy - what the 500 `raw_body_unavailable` tells whoever runs the server.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { serveNode } from "@clustaar/webhook-core/adapter";
 *
 * const endpoint = {
 *   maxBody: 1024,
 *   handle: async () => ({ status: 200, headers: {}, body: "hello" }),
 * };
 * const server = createServer(serveNode(endpoint, "Hand the request over before anything reads it."));
 * await new Promise<void>((ready) => server.listen(0, ready));
 * const { port } = server.address() as { port: number };
 * const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: "{}" });
 * console.log(await response.text()); // "hello"
 * server.close();
 * ```
 */
export function serveNode(
  endpoint: Endpoint,
  remedy: string,
): (message: NodeRequest, response: ServerResponse) => void {
  return (message, response) => {
    void serve(endpoint, remedy, message, response);
  };
}

const nothing = new Uint8Array(0);

async function serve(
  endpoint: Endpoint,
  remedy: string,
  message: NodeRequest,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(message, endpoint.maxBody, remedy);
    const answer = await endpoint.handle(nodeRequest(message, body), new NodeHost(response));
    sendResponse(message, response, answer);
  } catch (error) {
    sendResponse(message, response, refuse(endpoint, error, nodeRequest(message, nothing)));
  }
}

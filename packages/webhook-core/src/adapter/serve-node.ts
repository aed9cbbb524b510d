import type { ServerResponse } from "node:http";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { checkNodeCall } from "./check-node-call.ts";
import { NodeHost } from "./node-host.ts";
import { type NodeRequest, nodeRequest } from "./node-request.ts";
import { readBody } from "./read-body.ts";
import { refusal, refuse } from "./refusals.ts";
import { sendResponse } from "./send-response.ts";
import { written } from "./written.ts";

/** What handlers behind {@link serveNode} find in `context.host`. */
export interface ServedNode {
  /** The request of the server, or the framework's own that extends it; its body has been read. */
  readonly req: NodeRequest;
  /** Its response, which the adapter answers. */
  readonly res: ServerResponse;
}

/**
 * Makes the `(req, res)` listener of an endpoint: reads the raw body, hands it over, writes the answer. The listener returns
 * a promise that never rejects and that resolves when the answer is written (or the client is gone), for hosts that wait
 * for it: Koa, h3, the `pages/api` of Next.js.
 *
 * @param remedy - what the 500 `raw_body_unavailable` tells the server's owner to change.
 * @throws {@link WebhookConfigError} `config_invalid`, from the listener, when it is called with anything but Node's request and response.
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
  endpoint: Endpoint<ServedNode>,
  remedy: string,
): (message: NodeRequest, response: ServerResponse) => Promise<void> {
  return (message, response) => {
    checkNodeCall(message, response);
    return serve(endpoint, remedy, message, response);
  };
}

const nothing = new Uint8Array(0);

async function serve(
  endpoint: Endpoint<ServedNode>,
  remedy: string,
  message: NodeRequest,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(message, endpoint.maxBody, remedy);
    const host = new NodeHost(response, { req: message, res: response });
    const answer = await endpoint.handle(nodeRequest(message, body), host);
    sendResponse(message, response, answer);
  } catch (error) {
    refuseAndSend(endpoint, error, message, response);
  }
  await written(response);
}

function refuseAndSend(
  endpoint: Endpoint<ServedNode>,
  error: unknown,
  message: NodeRequest,
  response: ServerResponse,
): void {
  try {
    sendResponse(message, response, refuse(endpoint, error, nodeRequest(message, nothing)));
  } catch (failure) {
    // The endpoint's own `refuse` made something that cannot be sent.
    sendResponse(message, response, refusal(failure));
  }
}

import type { ServerResponse } from "node:http";
import type { Endpoint } from "@clustaar/webhook-core";
import {
  checkEndpoint,
  type NodeRequest,
  type ServedNode,
  serveNode,
} from "@clustaar/webhook-core/adapter";

const remedy =
  "Hand the request to the webhook before anything reads it, or keep the bytes as a Buffer in req.rawBody.";

/**
 * Turns an endpoint into a `node:http` listener; every method and path that reaches it is the endpoint's to answer.
 * The listener returns a promise that resolves when the answer is written, for hosts that wait for it (Koa, h3, the
 * `pages/api` of Next.js). It never rejects: whatever is wrong with a request becomes its answer (413 `body_too_large` while
 * reading, 500 `raw_body_unavailable`).
 *
 * @throws `WebhookConfigError` `config_invalid` at once when `endpoint` has no `handle` or no `maxBody`; the listener, when it is called with anything but Node's request and response.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { nodeAdapter } from "@clustaar/adapter-node";
 *
 * const hello = {
 *   maxBody: 1024,
 *   handle: async () => ({ status: 200, headers: {}, body: "hello" }),
 * };
 * const server = createServer(nodeAdapter(hello));
 * await new Promise<void>((ready) => server.listen(0, ready));
 * const { port } = server.address() as { port: number };
 * const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: "{}" });
 * console.log(await response.text()); // "hello"
 * server.close();
 * ```
 */
export function nodeAdapter(
  endpoint: Endpoint<ServedNode>,
): (request: NodeRequest, response: ServerResponse) => Promise<void> {
  checkEndpoint("nodeAdapter", endpoint, "createServer(nodeAdapter(webhook))");
  return serveNode(endpoint, remedy);
}

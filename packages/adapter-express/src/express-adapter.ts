import type { ServerResponse } from "node:http";
import type { Endpoint } from "@clustaar/webhook-core";
import { checkEndpoint, type NodeRequest, serveNode } from "@clustaar/webhook-core/adapter";

/**
 * What handlers find in `context.host`: name it by `webhook.host<ExpressHost>()`, or with Express's own types,
 * `webhook.host<ExpressHost<express.Request, express.Response>>()`.
 */
export interface ExpressHost<
  Req extends NodeRequest = NodeRequest,
  Res extends ServerResponse = ServerResponse,
> {
  /** Express's request; its body has been read. */
  readonly req: Req;
  /** Express's response, which the adapter answers. */
  readonly res: Res;
}

const remedy =
  "Mount the webhook before the parser that did (express.json(), express.urlencoded(), express.text(), body-parser), " +
  "or keep the bytes: express.json({ verify: (req, res, bytes) => { req.rawBody = bytes; } }).";

/**
 * Turns an endpoint into an Express handler (4 and 5): mount it with `app.use(path, ...)`, before any body parser.
 * The handler returns a promise that resolves when the answer is written. It never rejects and never calls `next`: what is
 * wrong with a request becomes its answer (413 `body_too_large` while reading, 500 `raw_body_unavailable`).
 *
 * @throws `WebhookConfigError` `config_invalid` at once when `endpoint` has no `handle` or no `maxBody`; the handler, when it is called with anything but Express's request and response.
 *
 * @example
 * ```ts
 * import express from "express";
 * import { expressAdapter } from "@clustaar/adapter-express";
 *
 * const hello = {
 *   maxBody: 1024,
 *   handle: async () => ({ status: 200, headers: {}, body: "hello" }),
 * };
 * const app = express();
 * app.use("/webhook", expressAdapter(hello));
 * const server = app.listen(0);
 * await new Promise((ready) => server.once("listening", ready));
 * const { port } = server.address() as { port: number };
 * const response = await fetch(`http://127.0.0.1:${port}/webhook`, { method: "POST", body: "{}" });
 * console.log(await response.text()); // "hello"
 * server.close();
 * ```
 */
export function expressAdapter(
  endpoint: Endpoint<ExpressHost>,
): (request: NodeRequest, response: ServerResponse) => Promise<void> {
  checkEndpoint("expressAdapter", endpoint, 'app.use("/webhook", expressAdapter(webhook))');
  // Express's own `res.send` would hash every answer for an ETag.
  return serveNode(endpoint, remedy);
}

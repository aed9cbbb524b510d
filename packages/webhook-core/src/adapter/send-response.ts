import { Buffer } from "node:buffer";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { isBodyless } from "../endpoint/bodyless.ts";
import type { WebhookResponse } from "../endpoint/endpoint.ts";
import { isClosing } from "./is-closing.ts";

/** How long, in milliseconds, and for how many bytes a refused upload is still taken in and thrown away. */
const grace = { time: 1000, bytes: 1024 * 1024 };

/**
 * Writes an endpoint's answer to a Node response, its length in bytes; does nothing when the client is gone.
 * While the upload is still going it announces `connection: close`, answers, and cuts the upload off. A server that has
 * stopped listening closes the connection, too, so that it can end.
 *
 * @throws `TypeError` (Node's `ERR_INVALID_CHAR` and similar) for a status or header that cannot be sent; nothing is written then.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { sendResponse } from "@clustaar/webhook-core/adapter";
 *
 * const server = createServer((req, res) => {
 *   req.resume().on("end", () => sendResponse(req, res, { status: 200, headers: {}, body: "é" }));
 * });
 * await new Promise<void>((ready) => server.listen(0, ready));
 * const { port } = server.address() as { port: number };
 * const response = await fetch(`http://127.0.0.1:${port}`);
 * console.log(response.headers.get("content-length")); // "2"
 * server.close();
 * ```
 */
export function sendResponse(
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: WebhookResponse,
): void {
  if (response.headersSent || response.destroyed) return;
  const head: OutgoingHttpHeaders = { ...headers };
  if (!isBodyless(status)) {
    head["content-length"] = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  }
  const isWhole = message.complete !== false;
  // HTTP/2 has no such header.
  if (message.httpVersionMajor === 1 && (!isWhole || isClosing(message))) head.connection = "close";
  if (isWhole) {
    response.writeHead(status, head);
    response.end(body);
    return;
  }
  response.writeHead(status, head);
  response.flushHeaders();
  response.write(body);
  // Ending now would reset the connection under the client's hands, and the reset overtakes the
  // answer in a client that writes before it reads.
  discardRest(message, () => response.end());
}

/** Throws away what still comes, without keeping it, until the client stops or the grace is used up. */
function discardRest(message: IncomingMessage, done: () => void): void {
  let left = grace.bytes;
  const finish = () => {
    clearTimeout(timer);
    message.off("data", onData);
    message.off("end", finish);
    message.off("close", finish);
    done();
  };
  const onData = (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) finish();
  };
  const timer = setTimeout(finish, grace.time);
  message.on("data", onData);
  message.on("end", finish);
  message.on("close", finish);
  message.resume();
}

import type { IncomingMessage } from "node:http";
import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { NodeHeaders } from "./node-headers.ts";

/**
 * A Node request with what frameworks add to it: bytes read beforehand, and the URL before a mount point was cut off.
 */
export interface NodeRequest extends IncomingMessage {
  /** The raw bytes, where a parser or the platform keeps them. */
  rawBody?: unknown;
  /** The raw bytes, after `express.raw()` and similar parsers. */
  body?: unknown;
  /** The URL with the part that a framework cuts off at a mount point. */
  originalUrl?: string;
  /** The part that Express cut off at a mount point. */
  baseUrl?: unknown;
}

/**
 * Describes a Node request to an endpoint.
 *
 * @example
 * ```ts
 * import { IncomingMessage } from "node:http";
 * import { Socket } from "node:net";
 * import { nodeRequest } from "@clustaar/webhook-core/adapter";
 *
 * const message = new IncomingMessage(new Socket());
 * message.method = "POST";
 * message.url = "/webhook?bot=42";
 * const request = nodeRequest(message, Buffer.from("{}"));
 * console.log(request.path); // "/webhook"
 * console.log(request.query.get("bot")); // "42"
 * ```
 */
export function nodeRequest(message: NodeRequest, body: Uint8Array): WebhookRequest {
  const url = message.originalUrl ?? message.url ?? "/";
  const mark = url.indexOf("?");
  const { baseUrl } = message;
  return {
    method: message.method ?? "GET",
    mountPath: typeof baseUrl === "string" && baseUrl !== "" ? baseUrl : undefined,
    path: mark === -1 ? url : url.slice(0, mark),
    // Not behind a getter: the getter costs 20 times what parsing an empty query does.
    query: new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1)),
    headers: new NodeHeaders(message),
    body,
  };
}

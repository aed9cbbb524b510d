import { IncomingMessage, type RequestListener } from "node:http";
import { Socket } from "node:net";
import type { BridgeMode, ParserMode } from "./host.ts";

/** Whether a host has to make its requests by hand. */
export function isBridge(mode: ParserMode | undefined): mode is BridgeMode {
  return mode === "parses" || mode === "decodes" || mode === "drops";
}

/** Puts a bridge before a listener, as platforms do that are not Node servers: it reads each request and hands over one made by hand. */
export function bridged(mode: BridgeMode, listener: RequestListener): RequestListener {
  return async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const made: IncomingMessage & { body?: unknown } = new IncomingMessage(new Socket());
    made.method = request.method ?? "GET";
    made.url = request.url ?? "/";
    made.headers = request.headers;
    made.rawHeaders = request.rawHeaders;
    made.httpVersion = request.httpVersion;
    made.complete = true;
    made.push(null);
    if (mode === "decodes") made.body = text;
    // As body-parser leaves it where there is nothing to parse.
    if (mode === "parses") made.body = text === "" ? {} : JSON.parse(text);
    listener(made as typeof request, response);
  };
}

import { isUtf8 } from "node:buffer";
import type { ServerResponse } from "node:http";
import type { LambdaEvent, LambdaResult } from "@clustaar/adapter-lambda";
import type { Sender } from "./sender.ts";

/** A Function URL, which calls a function with payload 2.0. */
export const functionUrl: Sender = {
  eventOf(request, body) {
    const { method = "GET", url = "/", rawHeaders } = request;
    const mark = url.indexOf("?");
    const { cookie, ...headers } = joinedHeaders(rawHeaders);
    return {
      rawPath: mark === -1 ? url : url.slice(0, mark),
      rawQueryString: mark === -1 ? "" : url.slice(mark + 1),
      headers,
      ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
      requestContext: { http: { method }, requestId: "host-contract" },
      ...bodyFields(body, headers),
    } satisfies LambdaEvent;
  },
};

/** Text as it is, anything else in base64. */
export function bodyFields(body: Buffer, headers: Record<string, string>) {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = isUtf8(body) && /^(text\/|application\/json)/.test(headers["content-type"] ?? "");
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** Lower-case names, repeats joined by a comma. */
export function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const found = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase();
    const value = String(rawHeaders[index + 1]);
    const before = found.get(name);
    found.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(found);
}

/** Status and headers, of a whole result or of what precedes a streamed one. */
export type Head = Omit<LambdaResult, "body" | "isBase64Encoded">;

/** Starts the answer to the client. */
export function writeHead(response: ServerResponse, head: Head): void {
  const { statusCode, headers, multiValueHeaders, cookies } = head;
  response.writeHead(statusCode, {
    ...headers,
    ...multiValueHeaders,
    ...(cookies === undefined ? {} : { "set-cookie": cookies }),
  });
}

/** Sends a whole result. */
export function sendResult(response: ServerResponse, result: LambdaResult): void {
  const body = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8");
  writeHead(response, result);
  response.end(body);
}

import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LambdaEvent, LambdaResult } from "@clustaar/adapter-lambda";

/** The event that a Function URL makes of a request: payload 2.0. */
export function eventOf(request: IncomingMessage, body: Buffer): LambdaEvent {
  const { method = "GET", url = "/", rawHeaders } = request;
  const mark = url.indexOf("?");
  const { cookie, ...headers } = joined(rawHeaders);
  const isText = isUtf8(body) && /^(text\/|application\/json)/.test(headers["content-type"] ?? "");
  return {
    rawPath: mark === -1 ? url : url.slice(0, mark),
    rawQueryString: mark === -1 ? "" : url.slice(mark + 1),
    headers,
    ...(cookie === undefined ? {} : { cookies: cookie.split("; ") }),
    requestContext: { http: { method }, requestId: "host-contract" },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Lower-case names, repeats joined by a comma. */
function joined(rawHeaders: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase();
    const value = String(rawHeaders[index + 1]);
    const before = Object.hasOwn(found, name) ? `${found[name]},` : "";
    // Not by assignment: a header may be called __proto__.
    Object.defineProperty(found, name, {
      value: before + value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return found;
}

/** Status and headers, of a whole result or of what precedes a streamed one. */
export type Head = Pick<LambdaResult, "statusCode" | "headers" | "cookies">;

/** Starts the answer to the client. */
export function writeHead(response: ServerResponse, { statusCode, headers, cookies }: Head): void {
  response.writeHead(statusCode, {
    ...headers,
    ...(cookies === undefined ? {} : { "set-cookie": cookies }),
  });
}

/** Sends a whole result. */
export function sendResult(response: ServerResponse, result: LambdaResult): void {
  const body = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8");
  writeHead(response, result);
  response.end(body);
}

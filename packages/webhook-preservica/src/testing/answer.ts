import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";

/** What the simulated server answers: a status with JSON, with a body of another type, or with none. */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly content?: { readonly type: string; readonly body: string | Uint8Array };
}

/** Reads a request's body as text. */
export async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Sends an answer. */
export function send(response: ServerResponse, { status, json, content }: Answer): void {
  if (content !== undefined) {
    response.writeHead(status, { "content-type": content.type }).end(content.body);
    return;
  }
  response.writeHead(status, { "content-type": "application/json" });
  response.end(json === undefined ? undefined : JSON.stringify(json));
}

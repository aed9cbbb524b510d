import type { IncomingMessage, ServerResponse } from "node:http";

/** One request on its way through a function. */
export interface Invocation {
  readonly id: string;
  /** The event, in JSON. */
  readonly event: string;
  /** What the client waits for. */
  readonly response: ServerResponse;
}

/** The whole body of a message. */
export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
}

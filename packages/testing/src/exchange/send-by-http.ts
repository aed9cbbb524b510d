import { Buffer } from "node:buffer";
import type { WebhookResponse } from "@clustaar/webhook-core";
import type { SignedRequest } from "@clustaar/webhook-core/testing";
import { ConversationError } from "../errors.ts";
import { within } from "./within.ts";

/**
 * Posts a request to a server. Redirects are not followed: a signed request goes to the URL that was named.
 *
 * @throws ConversationError `unreachable` where nobody listens, `timed_out` where nobody answers.
 */
export function sendByHttp(
  url: string,
  { method, headers, body }: SignedRequest,
  timeout: number,
): Promise<WebhookResponse> {
  return within(timeout, url, async (signal) => {
    try {
      const response = await fetch(url, { method, headers, body, signal, redirect: "manual" });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await bounded(url, response),
      };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof ConversationError) throw error;
      throw unreachable(url, error);
    }
  });
}

/** Bytes of an answer that are taken; a hundred times what a step is answered with. */
const LARGEST = 16 * 1024 * 1024;

async function bounded(url: string, { body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST) {
      throw new ConversationError(
        "answer_too_large",
        `the answer of ${url} is too large: expected at most ${LARGEST} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreachable(url: string, error: unknown): ConversationError {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  const code = cause?.code;
  const why = remedies[code ?? ""] ?? cause?.message ?? (error as Error).message;
  return new ConversationError("unreachable", `${url} cannot be reached: ${why}`, { cause: error });
}

const remedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there (ECONNREFUSED); start the server, or check the port",
  ENOTFOUND: "there is no such host (ENOTFOUND); check the name",
  EAI_AGAIN: "the name cannot be looked up now (EAI_AGAIN); check the network",
  ECONNRESET: "the server closed the connection before it answered (ECONNRESET)",
  UND_ERR_SOCKET: "the server closed the connection before it answered",
};

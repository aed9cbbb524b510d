import { Buffer } from "node:buffer";
import type { WebhookResponse } from "../endpoint/endpoint.ts";
import { canSend } from "../endpoint/header-fields.ts";

/** Writes an answer as the text that a store keeps; bytes go as base64. */
export function encodeAnswer({ status, headers, body }: WebhookResponse): string {
  return typeof body === "string"
    ? JSON.stringify({ status, headers, body })
    : JSON.stringify({ status, headers, base64: Buffer.from(body).toString("base64") });
}

/**
 * Reads what {@link encodeAnswer} wrote; a store may hold anything by now.
 *
 * @throws TypeError naming what the text is not, never the text itself.
 */
export function decodeAnswer(text: unknown): WebhookResponse {
  const { status, headers, body, base64 } = jsonObject(text);
  if (!Number.isInteger(status) || Number(status) < 200 || Number(status) > 599) {
    throw garbage("its status is not a whole number from 200 to 599");
  }
  if (!areHeaders(headers)) throw garbage("its headers cannot be sent");
  if (typeof body === "string") return { status: Number(status), headers, body };
  if (typeof base64 !== "string") throw garbage("it has no body");
  return { status: Number(status), headers, body: new Uint8Array(Buffer.from(base64, "base64")) };
}

function jsonObject(text: unknown): Record<string, unknown> {
  if (typeof text !== "string") throw garbage(`it is not a string but ${typeof text}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw garbage("it is not JSON");
  }
  if (typeof json !== "object" || json === null) throw garbage("it is not an object");
  return json as Record<string, unknown>;
}

function areHeaders(value: unknown): value is WebhookResponse["headers"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, text]) => canSend(name, text));
}

function garbage(why: string): TypeError {
  return new TypeError(
    `idempotency.store.claim: expected the value that \`complete\` was given, got another (${why}); does something else write to this store?`,
  );
}

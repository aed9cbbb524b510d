import { Buffer, isUtf8 } from "node:buffer";
import { WebhookError } from "./errors.ts";
import { numberTooLarge } from "./number-too-large.ts";

/**
 * Levels of nesting taken. `JSON.stringify` overflows the stack of Node 20 between 4,000 and 5,000 levels,
 * and what came in travels back in the answer; half of that leaves room for the handler's own frames.
 */
export const MAX_DEPTH = 2_000;

/**
 * Reads a body as one JSON object; a byte order mark before it is skipped.
 *
 * @throws WebhookError 400 `body_not_json` (not UTF-8, not JSON, not an object, a number over 1.8e308), 400 `body_too_deep`
 *   (over 2,000 levels).
 *
 * @example
 * ```ts
 * import { parseJsonObject } from "@clustaar/webhook-core/endpoint";
 *
 * console.log(parseJsonObject(new TextEncoder().encode('{"events":[]}'))); // { events: [] }
 * ```
 */
export function parseJsonObject(body: Uint8Array): Record<string, unknown> {
  if (body.byteLength === 0) throw notJson("an empty body");
  if (!isUtf8(body)) throw notJson("bytes that are not UTF-8");
  const text = withoutMark(bufferOf(body).toString());
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw notJson("text that is not JSON", cause);
  }
  if (typeof json !== "object" || json === null) {
    throw notJson(json === null ? "null" : `a ${typeof json}`);
  }
  if (Array.isArray(json)) throw notJson("a list");
  const tooLarge = numberTooLarge(text);
  if (tooLarge !== undefined) {
    throw notJson(`the number ${tooLarge}, which is larger than JavaScript can hold`);
  }
  // A level takes two bytes at least, so a short body needs no walk.
  if (body.byteLength > 2 * MAX_DEPTH && !fits(json, MAX_DEPTH)) {
    throw new WebhookError(
      "body_too_deep",
      `expected at most ${MAX_DEPTH} levels of nesting; send a flatter document`,
    );
  }
  return json as Record<string, unknown>;
}

const BYTE_ORDER_MARK = 0xfeff;

function withoutMark(text: string): string {
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

/** The bytes as a Buffer, which most hosts hand over already: a view costs as much as reading a small text. */
function bufferOf(body: Uint8Array): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

function notJson(came: string, cause?: unknown): WebhookError {
  return new WebhookError("body_not_json", `expected one JSON object in UTF-8, got ${came}`, {
    cause,
  });
}

/** Whether a parsed value is nested at most `levels` deep. */
function fits(value: object, levels: number): boolean {
  if (levels === 0) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item === "object" && item !== null && !fits(item, levels - 1)) return false;
    }
    return true;
  }
  // Parsed JSON has no inherited enumerable keys, so `in` order is own keys only, without a list of them.
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key];
    if (typeof item === "object" && item !== null && !fits(item, levels - 1)) return false;
  }
  return true;
}

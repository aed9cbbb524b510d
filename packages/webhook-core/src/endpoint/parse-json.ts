import { Buffer, isUtf8 } from "node:buffer";
import { WebhookError } from "./errors.ts";
import { numberTooLarge } from "./number-too-large.ts";

/**
 * Levels of nesting taken. `JSON.stringify` overflows the stack of Node 20 between 4,000 and 5,000 levels,
 * and what came in travels back in the answer; half of that leaves room for the handler's own frames.
 */
export const MAX_DEPTH = 2_000;
/**
 * `JSON.stringify` compares each list and object with all that it stands in, so that a body of nothing but deep nesting
 * would take half a second to answer. So the depths of all of them, added up, stay below so many a byte; a usual
 * body has less than one.
 */
const DEPTH_PER_BYTE = 50;

/**
 * Reads a body as one JSON object; a byte order mark before it is skipped.
 *
 * @throws WebhookError 400 `body_not_json` (not UTF-8, not JSON, not an object, a number over 1.8e308), 400 `body_too_deep`
 *   (over 2,000 levels, or thousands of lists and objects nearly that deep).
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
  if (body.byteLength > 2 * MAX_DEPTH) {
    const room = { left: MAX_DEPTH ** 2 + DEPTH_PER_BYTE * body.byteLength };
    if (!fits(json, 1, room)) {
      throw new WebhookError(
        "body_too_deep",
        `expected at most ${MAX_DEPTH} levels of nesting, and little that is so deep; send a flatter document`,
      );
    }
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

/** Whether a parsed value that stands at this depth is nested at most {@link MAX_DEPTH} levels deep, and leaves room. */
function fits(value: object, depth: number, room: { left: number }): boolean {
  room.left -= depth;
  if (depth > MAX_DEPTH || room.left < 0) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item === "object" && item !== null && !fits(item, depth + 1, room)) return false;
    }
    return true;
  }
  // Parsed JSON has no inherited enumerable keys, so `in` order is own keys only, without a list of them.
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key];
    if (typeof item === "object" && item !== null && !fits(item, depth + 1, room)) return false;
  }
  return true;
}

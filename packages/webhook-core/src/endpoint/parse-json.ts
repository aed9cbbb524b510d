import { WebhookError } from "./errors.ts";
import { numberTooLarge } from "./number-too-large.ts";
import { utf8Text } from "./utf8-text.ts";

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
  const text = utf8Text(body);
  if (text === undefined) throw notJson("bytes that are not UTF-8");
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
  const walk = { room: MAX_DEPTH ** 2 + DEPTH_PER_BYTE * body.byteLength, holdsInfinity: false };
  const isWalked = !isFlat(text);
  if (isWalked && !fits(json, 1, walk)) {
    throw new WebhookError(
      "body_too_deep",
      `expected at most ${MAX_DEPTH} levels of nesting, and little that is so deep; send a flatter document`,
    );
  }
  const tooLarge = isWalked && !walk.holdsInfinity ? undefined : numberTooLarge(text);
  if (tooLarge !== undefined) {
    throw notJson(`the number ${tooLarge}, which is larger than JavaScript can hold`);
  }
  return json as Record<string, unknown>;
}

function notJson(came: string, cause?: unknown): WebhookError {
  return new WebhookError("body_not_json", `expected one JSON object in UTF-8, got ${came}`, {
    cause,
  });
}

/**
 * Whether a text cannot be nested too deeply, told without a walk through what it was parsed to, which in an object of
 * thousands of keys takes half as long as parsing it.
 */
function isFlat(text: string): boolean {
  // A level takes two characters at least, and a bracket of its own.
  if (text.length <= 2 * MAX_DEPTH) return true;
  // Few for its length, so that counting takes no time where there are more.
  let left = Math.min(MAX_DEPTH, text.length >> 9);
  for (const bracket of ["{", "["]) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (--left < 0) return false;
    }
  }
  return true;
}

interface Walk {
  /** What the depths to come may add up to. */
  room: number;
  holdsInfinity: boolean;
}

/**
 * Whether a parsed value that stands at this depth is nested at most {@link MAX_DEPTH} levels deep, and leaves room; notes a
 * number that is infinite on the way.
 */
function fits(value: object, depth: number, walk: Walk): boolean {
  walk.room -= depth;
  if (depth > MAX_DEPTH || walk.room < 0) return false;
  // Not by a function for an item: one frame a level, since there may be 2,000 of them.
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item === "number") walk.holdsInfinity ||= isInfinite(item);
      else if (typeof item === "object" && item !== null && !fits(item, depth + 1, walk))
        return false;
    }
    return true;
  }
  // Parsed JSON has no inherited enumerable keys, so `in` order is own keys only, without a list of them.
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key];
    if (typeof item === "number") walk.holdsInfinity ||= isInfinite(item);
    else if (typeof item === "object" && item !== null && !fits(item, depth + 1, walk))
      return false;
  }
  return true;
}

function isInfinite(number: number): boolean {
  return number === Number.POSITIVE_INFINITY || number === Number.NEGATIVE_INFINITY;
}

import { Buffer } from "node:buffer";
import { EmitterError } from "../errors.ts";
import type { SettledResult } from "../events/event-types.ts";

/** What is sent for an event, before it is written. */
export interface EventBody {
  /** With its preposition. */
  readonly event: string;
  /** ISO 8601, in UTC with its offset. */
  readonly created_at: string;
  readonly input: unknown;
  /** null for `before:`. */
  readonly results: readonly { readonly connector: string; readonly value: unknown }[] | null;
}

/** Levels of nesting that are written: those that a `Webhook` of webhook-core reads. */
const MAX_DEPTH = 1000;

/** The body of an event that was published or dispatched. */
export function eventBody(
  event: string,
  now: number,
  input: unknown,
  results: readonly SettledResult[] | null,
): EventBody {
  return {
    event,
    created_at: new Date(now).toISOString().replace("Z", "+00:00"),
    input: input ?? null,
    results:
      results?.flatMap((one) =>
        "value" in one ? [{ connector: one.handler, value: one.value ?? null }] : [],
      ) ?? null,
  };
}

/**
 * Writes a body as JSON, and refuses what JSON would drop or change without a word.
 *
 * @throws EmitterError `not_json` with the path, `body_too_large` with both sizes.
 */
export function writeBody(what: string, body: EventBody, maxBody: number): Uint8Array {
  checkJson(what, body, [], new Set());
  const bytes = Buffer.from(JSON.stringify(body), "utf8");
  checkSize(what, bytes, maxBody);
  return bytes;
}

/**
 * Refuses a value that JSON would drop or change without a word.
 *
 * @throws EmitterError `not_json` with the path.
 */
export function checkJsonValue(what: string, value: unknown): void {
  checkJson(what, value, [], new Set());
}

/** Refuses a body that is too large. */
export function checkSize(what: string, body: Uint8Array, maxBody: number): void {
  if (body.byteLength <= maxBody) return;
  throw new EmitterError(
    "body_too_large",
    `${what}: expected at most ${maxBody} bytes, got ${body.byteLength}; send a link to the rest, or raise maxBody`,
  );
}

const remedies: Readonly<Record<string, string>> = {
  bigint: "send it as text",
  undefined: "leave the key out, or send null",
};

function checkJson(what: string, value: unknown, path: string[], open: Set<object>): void {
  const wrong = (came: string, remedy: string): never => {
    const place = path.length === 0 ? "the value" : path.join(".");
    throw new EmitterError(
      "not_json",
      `${what}: ${place}: expected what JSON can hold, got ${came}; ${remedy}`,
      {
        issues: [{ path: [...path], message: `got ${came}` }],
      },
    );
  };
  switch (typeof value) {
    case "string":
    case "boolean":
      return;
    case "number":
      if (!Number.isFinite(value)) wrong(String(value), "send null or a text");
      return;
    case "object":
      break;
    default:
      wrong(
        typeof value === "undefined" ? "undefined" : `a ${typeof value}`,
        remedies[typeof value] ?? "leave it out",
      );
  }
  if (value === null) return;
  const object = value as object;
  if (open.has(object)) wrong("an object that contains itself", "send what is needed of it");
  if (path.length > MAX_DEPTH) wrong(`more than ${MAX_DEPTH} levels`, "send a flatter document");
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) wrong("an invalid date", "send null or a text");
    return;
  }
  open.add(object);
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) checkItem(what, value[at], String(at), path, open);
  } else if (isPlain(object)) {
    for (const [key, item] of Object.entries(object)) {
      if (item !== undefined) checkItem(what, item, key, path, open);
    }
  } else if (ArrayBuffer.isView(object)) {
    wrong("bytes", "send them as base64");
  } else if (typeof (object as { toJSON?: unknown }).toJSON !== "function") {
    const name = object.constructor?.name;
    wrong(
      name ? `an instance of ${name}` : "an object that is not plain",
      "send its parts as a plain object or list",
    );
  } else checkJson(what, (object as { toJSON(): unknown }).toJSON(), path, open);
  open.delete(object);
}

function checkItem(what: string, item: unknown, key: string, path: string[], open: Set<object>) {
  // Most values are texts and small numbers: no path is made for them.
  if (typeof item === "string" || item === null) return;
  path.push(key);
  checkJson(what, item, path, open);
  path.pop();
}

function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

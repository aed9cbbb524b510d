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
    created_at: isoWithOffset(now),
    input: input ?? null,
    results:
      results?.flatMap((one) =>
        "value" in one ? [{ connector: one.handler, value: one.value ?? null }] : [],
      ) ?? null,
  };
}

let lastTime = Number.NaN;
let lastText = "";

/** ISO 8601, in UTC with its offset; many events come within a millisecond. */
function isoWithOffset(now: number): string {
  if (now !== lastTime) {
    lastText = new Date(now).toISOString().replace("Z", "+00:00");
    lastTime = now;
  }
  return lastText;
}

/**
 * Writes a body as JSON, and refuses what JSON would drop or change without a word.
 *
 * @throws EmitterError `not_json` with the path, `body_too_large` with both sizes.
 */
export function writeBody(what: string, body: EventBody, maxBody: number): Uint8Array {
  checkJsonValue(what, body);
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
  checkJson({ what, path: [], open: new Set() }, value);
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

/** Where a check stands. */
interface Check {
  readonly what: string;
  readonly path: string[];
  /** The objects that the value is within. */
  readonly open: Set<object>;
}

function refuse({ what, path }: Check, came: string, remedy: string): never {
  const place = path.length === 0 ? "the value" : path.join(".");
  throw new EmitterError(
    "not_json",
    `${what}: ${place}: expected what JSON can hold, got ${came}; ${remedy}`,
    { issues: [{ path: [...path], message: `got ${came}` }] },
  );
}

function checkJson(check: Check, value: unknown): void {
  switch (typeof value) {
    case "string":
    case "boolean":
      return;
    case "number":
      if (!Number.isFinite(value)) refuse(check, String(value), "send null or a text");
      return;
    case "object":
      if (value !== null) checkObject(check, value);
      return;
    default:
      refuse(
        check,
        typeof value === "undefined" ? "undefined" : `a ${typeof value}`,
        remedies[typeof value] ?? "leave it out",
      );
  }
}

function checkObject(check: Check, object: object): void {
  const { path, open } = check;
  if (open.has(object))
    refuse(check, "an object that contains itself", "send what is needed of it");
  if (path.length > MAX_DEPTH)
    refuse(check, `more than ${MAX_DEPTH} levels`, "send a flatter document");
  if (object instanceof Date) {
    if (Number.isNaN(object.getTime())) refuse(check, "an invalid date", "send null or a text");
    return;
  }
  open.add(object);
  if (Array.isArray(object)) {
    for (let at = 0; at < object.length; at++) checkItem(check, object[at], at);
  } else if (isPlain(object)) {
    for (const key of Object.keys(object)) {
      const item = (object as Record<string, unknown>)[key];
      if (item !== undefined) checkItem(check, item, key);
    }
  } else if (ArrayBuffer.isView(object)) {
    refuse(check, "bytes", "send them as base64");
  } else if (typeof (object as { toJSON?: unknown }).toJSON !== "function") {
    const name = object.constructor?.name;
    refuse(
      check,
      name ? `an instance of ${name}` : "an object that is not plain",
      "send its parts as a plain object or list",
    );
  } else checkJson(check, (object as { toJSON(): unknown }).toJSON());
  open.delete(object);
}

function checkItem(check: Check, item: unknown, key: string | number): void {
  // Most values are texts and small numbers: no path is made for them.
  if (typeof item === "string" || item === null) return;
  check.path.push(String(key));
  checkJson(check, item);
  check.path.pop();
}

function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

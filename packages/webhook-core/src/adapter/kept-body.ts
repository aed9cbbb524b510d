import { types } from "node:util";

/** Where frameworks and platforms leave what they read of a body. */
export interface KeptBody {
  /** The raw bytes, where a parser or the platform keeps them. */
  readonly rawBody?: unknown;
  /** The raw bytes, after `express.raw()` and similar parsers; anything else, after a parser. */
  readonly body?: unknown;
}

/** What was found in place of the stream. */
export interface Found {
  /** The raw bytes, if they were kept. */
  readonly bytes: Uint8Array | undefined;
  /** What a parser made of the bytes, in words for an error; undefined if there is no trace of one. */
  readonly parsed: string | undefined;
}

/** Looks for the raw bytes, then for traces of a parser. */
export function findKept(kept: KeptBody): Found {
  const rawBody = peek(kept, "rawBody");
  if (types.isUint8Array(rawBody) && rawBody.byteLength > 0) return found(rawBody, undefined);
  // Asked for only now: Vercel's helpers parse on this access, and throw when they cannot.
  const body = peek(kept, "body");
  if (types.isUint8Array(rawBody)) return found(rawBody, tracesIn(body));
  if (types.isUint8Array(body)) return found(body, undefined);
  return found(undefined, tracesIn(rawBody) ?? tracesIn(body));
}

const found = (bytes: Found["bytes"], parsed: Found["parsed"]): Found => ({ bytes, parsed });

const unreadable = Symbol("a getter that throws");

function peek(kept: KeptBody, name: keyof KeptBody): unknown {
  try {
    return kept[name];
  } catch {
    return unreadable;
  }
}

function tracesIn(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (value === unreadable) return "the host parses it, and fails";
  if (typeof value === "string") return "the host made text of them";
  // Express 4 gives every request an empty object.
  if (isEmptyRecord(value)) return undefined;
  return types.isUint8Array(value) ? undefined : "the host parsed them";
}

function isEmptyRecord(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Object.keys(value).length > 0) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

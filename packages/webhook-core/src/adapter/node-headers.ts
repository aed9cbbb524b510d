import type { IncomingMessage } from "node:http";
import type { HeaderReader } from "../endpoint/endpoint.ts";

/**
 * Reads the headers of a Node request as they came: nothing is built up front, and repeats are joined by `, `.
 *
 * @example
 * ```ts
 * import { NodeHeaders } from "@clustaar/webhook-core/adapter";
 *
 * const rawHeaders = ["Date", "Sun, 22 Nov 2026 10:00:00 GMT", "Authorization", "Basic YQ==", "authorization", "Basic Yg=="];
 * const headers = new NodeHeaders({ rawHeaders, headers: {} });
 * console.log(headers.get("authorization")); // "Basic YQ==, Basic Yg=="
 * console.log(headers.get("x-hub-signature")); // undefined
 * ```
 */
export class NodeHeaders implements HeaderReader {
  readonly #message: Pick<IncomingMessage, "rawHeaders" | "headers">;

  constructor(message: Pick<IncomingMessage, "rawHeaders" | "headers">) {
    this.#message = message;
  }

  /** The value of a header by its name in any case. */
  get(name: string): string | undefined {
    return readHeader(this.#message, name.toLowerCase());
  }

  /** Every header by its lower-case name, once. */
  *entries(): Generator<[string, string]> {
    const { rawHeaders, headers } = this.#message;
    const names = rawHeaders?.length
      ? rawHeaders.filter((_, index) => index % 2 === 0)
      : Object.keys(headers ?? {});
    for (const name of new Set(names.map((one) => one.toLowerCase()))) {
      const value = this.get(name);
      if (value !== undefined) yield [name, value];
    }
  }
}

/** Reads one header by its lower-case name. */
export function readHeader(
  message: Pick<IncomingMessage, "rawHeaders" | "headers">,
  wanted: string,
): string | undefined {
  const { rawHeaders } = message;
  if (!rawHeaders?.length) {
    // Requests that serverless bridges make by hand have no raw headers.
    const headers = message.headers ?? {};
    const value = Object.hasOwn(headers, wanted) ? headers[wanted] : undefined;
    return Array.isArray(value) ? value.join(", ") : value;
  }
  // Not `headers` at once: Node keeps only the first Authorization (and 17 others), silently.
  let found: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const key = rawHeaders[index] as string; // within the length
    if (key.length !== wanted.length) continue;
    if (key !== wanted && key.toLowerCase() !== wanted) continue;
    const value = rawHeaders[index + 1] as string; // names and values alternate
    found = found === undefined ? value : `${found}, ${value}`;
  }
  return found;
}

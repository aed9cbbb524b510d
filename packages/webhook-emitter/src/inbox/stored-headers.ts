import type { HeaderReader } from "@clustaar/webhook-core/endpoint";

/** Names that speak of what nobody needs once a request is verified, and what must not lie about. */
const withheld = new RegExp(
  [
    "authori|auth(?!or)|cookie|signature|hmac|token|jwt|assertion",
    "secret|passw|passphrase|credential",
    "(?:api|access|private|shared|webhook|hook|subscription|functions)[-_]?key",
  ].join("|"),
);

/** Names that are asked for where a host does not list its headers. */
const usual = [
  "content-type",
  "date",
  "user-agent",
  "webhook-id",
  "webhook-timestamp",
  "x-request-id",
  "x-correlation-id",
  "x-github-event",
  "x-github-delivery",
  "traceparent",
  "tracestate",
];

/** Whether a header is stored, by its lower-case name: none that holds credentials or a signature. */
export function isKept(name: string): boolean {
  return !withheld.test(name);
}

/** The headers of a request that are stored. */
export function headersToStore(
  headers: HeaderReader,
  storeHeader: (name: string) => boolean,
): [string, string][] {
  const kept: [string, string][] = [];
  for (const [name, value] of headers.entries?.() ?? usualOf(headers)) {
    const lower = name.toLowerCase();
    // HTTP/2 has the method and the path among its headers.
    if (!lower.startsWith(":") && storeHeader(lower)) kept.push([lower, value]);
  }
  return kept;
}

function* usualOf(headers: HeaderReader): Generator<[string, string]> {
  for (const name of usual) {
    const value = headers.get(name);
    if (typeof value === "string") yield [name, value];
  }
}

/** Reads stored headers as a host's are read. */
export class StoredHeaders implements HeaderReader {
  readonly #values: Map<string, string>;

  constructor(headers: readonly (readonly [string, string])[]) {
    this.#values = new Map(headers);
  }

  /** The value of a header by its name in any case. */
  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  /** Every header by its lower-case name. */
  entries(): Iterable<[string, string]> {
    return this.#values.entries();
  }
}

/** A request, on its way from the host to the process of the tests. */
export interface Handed {
  method: string;
  path: string;
  query: [string, string][];
  headers: [name: string, value: string | null][];
  /** In base64. */
  body: string;
  offersWork: boolean;
  offersSignal: boolean;
}

/** The answer of a case's endpoint, on its way back. */
export type Returned =
  | { failed: string }
  | {
      status: number;
      headers: Record<string, string | string[]>;
      body: string;
      /** Whether the body is text, and not base64. */
      isText: boolean;
      /** What the endpoint handed to `waitUntil`. */
      work: string[];
    };

/** Something the adapter refused by itself. */
export interface Told {
  method: string;
  path: string;
  message: string;
  /** Null for what is no `HttpError`. */
  status: number | null;
  code: string | null;
}

/** Every header that a case reads, by each spelling it uses: a reader cannot list what it has. */
export const headerNames = [
  "X-Hub-Signature",
  "x-hub-signature",
  "X-HUB-SIGNATURE",
  "authorization",
  "constructor",
  "content-encoding",
  "content-length",
  "content-type",
  "date",
  "user-agent",
  "webhook-id",
  "x-a",
  "x-absent",
  "x-github-delivery",
  "x-request-id",
  "__proto__",
] as const;

import { Buffer } from "node:buffer";
import { TextEncoder } from "node:util";
import type { WebhookRequest } from "../endpoint/endpoint.ts";
import { checkOptions } from "../endpoint/option-checks.ts";
import { clustaar } from "../signatures/index.ts";
import { stepReachedNotification } from "./step-reached.ts";

/** How {@link signedRequest} builds its request. */
export interface SignedRequestOptions {
  /** The JSON body; default: {@link stepReachedNotification}(). */
  readonly notification?: unknown;
  /** The raw body, in place of `notification`: for bodies that are not JSON. */
  readonly body?: string | Uint8Array;
  /** The key to sign the request with; without one it is unsigned. */
  readonly privateKey?: string;
  /** The basic credentials to send. */
  readonly auth?: { readonly username: string; readonly password: string };
  /** The Date header; default now, null: none. */
  readonly date?: Date | null;
  /** More headers, or other values for those made here; names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `POST`. */
  readonly method?: string;
  /** Default `/`; a query may follow. */
  readonly path?: string;
}

/** A request for `Webhook.handle`, and for `fetch(url, request)`. */
export interface SignedRequest extends WebhookRequest {
  /** The headers, those of the signature included. */
  readonly headers: Headers;
  /** The body, over which the signature was computed. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Builds the request that the platform would send, signed if there is a key.
 *
 * @example
 * ```ts
 * import { Webhook } from "@clustaar/webhook-core";
 * import { signedRequest } from "@clustaar/webhook-core/testing";
 *
 * const webhook = new Webhook({ privateKey: "s3cr3t" });
 * webhook.on("conversation.step_reached", () => {});
 * console.log((await webhook.handle(signedRequest({ privateKey: "s3cr3t" }))).status); // 200
 * console.log((await webhook.handle(signedRequest({ privateKey: "another" }))).status); // 401
 * ```
 */
export function signedRequest(options: SignedRequestOptions = {}): SignedRequest {
  checkOptions("signedRequest", options, REQUEST_OPTIONS);
  const { privateKey, auth, date = new Date(), headers, method = "POST", path = "/" } = options;
  const body = bytesOf(
    options.body ?? JSON.stringify(options.notification ?? stepReachedNotification()),
  );
  const all = new Headers({ "content-type": "application/json" });
  if (date !== null) all.set("date", date.toUTCString());
  if (privateKey !== undefined) {
    all.set("x-hub-signature", signatureOf(body, date, privateKey));
  }
  if (auth !== undefined) {
    const token = Buffer.from(`${auth.username}:${auth.password}`).toString("base64");
    all.set("authorization", `Basic ${token}`);
  }
  for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value);
  const { pathname, searchParams } = new URL(path, "http://localhost");
  return {
    method,
    path: pathname,
    query: searchParams,
    headers: all,
    body,
  };
}

const REQUEST_OPTIONS = [
  "notification",
  "body",
  "privateKey",
  "auth",
  "date",
  "headers",
  "method",
  "path",
];

function signatureOf(body: Uint8Array, date: Date | null, privateKey: string): string {
  if (date === null) return clustaarWithoutDate(body, privateKey);
  const headers = clustaar.sign({ body, timestamp: date.getTime() }, privateKey);
  return headers["x-hub-signature"] ?? "";
}

/** The platform signs the text `date=None` when there is no Date header. */
function clustaarWithoutDate(body: Uint8Array, privateKey: string): string {
  const mac = clustaar.prepareKey(privateKey).digest("date=None\n", body).toString("hex");
  return `sha1=${mac}`;
}

function bytesOf(body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
}

import { Buffer } from "node:buffer";
import type { WebhookRequest } from "@clustaar/webhook-core/endpoint";

/** What {@link hostRequest} takes besides method and target. */
export interface HostRequestOptions {
  /** Headers, by names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as it is. */
  readonly body?: string | Uint8Array;
  /** The fields of an urlencoded form, in place of a body. */
  readonly form?: Readonly<Record<string, string>>;
  /** A value that is sent as JSON, in place of a body. */
  readonly json?: unknown;
  /** Name and password for HTTP basic authentication. */
  readonly credentials?: readonly [string, string];
}

/**
 * Makes the request that an adapter would hand to a host, for tests of plugins without a server.
 *
 * @param target - the path with its query, as it stands on the request line.
 *
 * @example
 * ```ts
 * import { hostRequest } from "@clustaar/webhook-host/testing";
 *
 * const request = hostRequest("POST", "/announce/bots?loud=1", { form: { message: "hello" } });
 * console.log(request.path, request.query.get("loud")); // "/announce/bots" "1"
 * ```
 */
export function hostRequest(
  method: string,
  target: string,
  { headers = {}, body = "", form, json, credentials }: HostRequestOptions = {},
): WebhookRequest {
  const sent = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) sent.set(name.toLowerCase(), value);
  let bytes: string | Uint8Array = body;
  if (form !== undefined) {
    bytes = new URLSearchParams(form).toString();
    sent.set("content-type", "application/x-www-form-urlencoded");
  } else if (json !== undefined) {
    bytes = JSON.stringify(json);
    sent.set("content-type", "application/json");
  }
  if (credentials !== undefined) {
    sent.set("authorization", `Basic ${Buffer.from(credentials.join(":")).toString("base64")}`);
  }
  const mark = target.indexOf("?");
  return {
    method,
    path: mark === -1 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1)),
    headers: { get: (name) => sent.get(name.toLowerCase()) },
    body: typeof bytes === "string" ? Buffer.from(bytes) : bytes,
  };
}

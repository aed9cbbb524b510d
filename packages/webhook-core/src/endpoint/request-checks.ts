import { types } from "node:util";
import type { WebhookRequest } from "./endpoint.ts";
import { WebhookError } from "./errors.ts";
import { kindOf } from "./kind-of.ts";
import { oneLine } from "./write-to-console.ts";

/**
 * Requires that a body is bytes, and at most `maxBody` of them.
 *
 * @throws {@link WebhookError} 413 `body_too_large`; 500 `raw_body_unavailable` when the body is not a `Uint8Array`.
 *
 * @example
 * ```ts
 * import { checkBodyLimit } from "@clustaar/webhook-core/endpoint";
 *
 * checkBodyLimit({ body: new Uint8Array(10) }, 10);
 * console.log("short enough"); // "short enough"
 * ```
 */
export function checkBodyLimit({ body }: Pick<WebhookRequest, "body">, maxBody: number): void {
  // A text has no byte length, and has lost the bytes that were signed.
  if (!types.isUint8Array(body)) {
    throw new WebhookError(
      "raw_body_unavailable",
      `expected request.body as a Uint8Array, got ${kindOf(body)}; hand over the raw bytes as they arrived, which the adapters do: app.use("/webhook", expressAdapter(webhook))`,
      { expose: true },
    );
  }
  if (body.byteLength <= maxBody) return;
  throw new WebhookError(
    "body_too_large",
    `expected at most ${maxBody} bytes, got ${body.byteLength}; send less, or raise maxBody`,
  );
}

/**
 * Requires the one method an endpoint takes.
 *
 * @throws {@link WebhookError} 405 `method_not_allowed`, with `Allow`.
 *
 * @example
 * ```ts
 * import { checkMethod } from "@clustaar/webhook-core/endpoint";
 *
 * checkMethod({ method: "POST" }, "POST");
 * console.log("taken"); // "taken"
 * ```
 */
export function checkMethod({ method }: Pick<WebhookRequest, "method">, allowed: string): void {
  if (method === allowed) return;
  const hint = method === "GET" ? "; a browser that opens this address sends GET" : "";
  throw new WebhookError("method_not_allowed", `expected ${allowed}, got ${method}${hint}`, {
    headers: { allow: allowed },
  });
}

/**
 * Requires a body that is not compressed: an endpoint reads the bytes as they are.
 *
 * @throws {@link WebhookError} 415 `encoding_unsupported`, naming the encoding.
 *
 * @example
 * ```ts
 * import { checkContentEncoding } from "@clustaar/webhook-core/endpoint";
 *
 * checkContentEncoding({ headers: new Headers({ "content-encoding": "identity" }) });
 * console.log("not compressed"); // "not compressed"
 * ```
 */
export function checkContentEncoding({ headers }: Pick<WebhookRequest, "headers">): void {
  const encodings = headers.get("content-encoding");
  if (!encodings || IDENTITY.test(encodings)) return;
  throw new WebhookError(
    "encoding_unsupported",
    `expected a body without content-encoding, got ${oneLine(encodings.slice(0, LONGEST_ENCODING))}; send the JSON as it is`,
  );
}

/** "identity" and nothing else, however often. */
const IDENTITY = /^(?:[\s,]|identity)*$/i;
const LONGEST_ENCODING = 100;

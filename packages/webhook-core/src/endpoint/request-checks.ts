import type { WebhookRequest } from "./endpoint.ts";
import { WebhookError } from "./errors.ts";

/**
 * Requires that a body is at most `maxBody` bytes long.
 *
 * @throws {@link WebhookError} 413 `body_too_large`.
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
  throw new WebhookError("method_not_allowed", `expected ${allowed}, got ${method}`, {
    headers: { allow: allowed },
  });
}

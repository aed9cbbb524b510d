import { WebhookConfigError } from "../endpoint/errors.ts";
import { checkFunction, kindOf } from "../endpoint/option-checks.ts";

/**
 * Refuses to mount what is no `Endpoint`: without it, a server starts and answers 500 to each request.
 *
 * @param adapterName - who mounts it, named in the message.
 * @throws {@link WebhookConfigError} `config_invalid` when `endpoint` has no function `handle`, or its `maxBody` is no number of bytes.
 *
 * @example
 * ```ts
 * import { checkEndpoint } from "@clustaar/webhook-core/adapter";
 *
 * try {
 *   checkEndpoint("myAdapter", undefined);
 * } catch (error) {
 *   console.log(String(error)); // "WebhookConfigError: myAdapter: expected an endpoint (a Webhook, or any object with handle and maxBody), got undefined"
 * }
 * ```
 */
export function checkEndpoint(adapterName: string, endpoint: unknown): void {
  if (typeof endpoint !== "object" || endpoint === null) {
    throw new WebhookConfigError(
      `${adapterName}: expected an endpoint (a Webhook, or any object with handle and maxBody), got ${kindOf(endpoint)}`,
    );
  }
  const { handle, maxBody } = endpoint as Record<string, unknown>; // any object has names to ask for
  checkFunction(`${adapterName}: the endpoint's handle`, handle);
  // NaN is a number too, and no body is larger than it.
  if (typeof maxBody === "number" && maxBody >= 0) return;
  const came = typeof maxBody === "number" ? String(maxBody) : kindOf(maxBody);
  throw new WebhookConfigError(
    `${adapterName}: the endpoint's maxBody: expected a number of bytes from 0 up, got ${came}`,
  );
}

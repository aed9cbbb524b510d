import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";

/**
 * Refuses to mount anything but an `Endpoint`: without this check, a server starts and answers 500 to every request.
 *
 * @param adapterName - the name of the adapter, for the message.
 * @param usage - the line that mounts an endpoint, for the message.
 * @throws {@link WebhookConfigError} `config_invalid` when `endpoint` has no function `handle`, or its `maxBody` is not a number of bytes.
 *
 * @example
 * ```ts
 * import { checkEndpoint } from "@clustaar/webhook-core/adapter";
 *
 * try {
 *   checkEndpoint("myAdapter", undefined, "app.use(myAdapter(webhook))");
 * } catch (error) {
 *   console.log(String(error));
 *   // => "WebhookConfigError: myAdapter: expected an endpoint (a Webhook, or any object with handle and maxBody), got undefined; write app.use(myAdapter(webhook))"
 * }
 * ```
 */
export function checkEndpoint(adapterName: string, endpoint: unknown, usage?: string): void {
  const remedy = usage === undefined ? "" : `; write ${usage}`;
  const came = strangerIn(endpoint);
  if (came !== undefined) {
    throw new WebhookConfigError(
      `${adapterName}: expected an endpoint (a Webhook, or any object with handle and maxBody), got ${came}${remedy}`,
    );
  }
  const { handle, maxBody } = endpoint as Record<string, unknown>; // any object has names to ask for
  if (typeof handle !== "function") {
    throw new WebhookConfigError(
      `${adapterName}: the endpoint's handle: expected a function, got ${kindOf(handle)}${remedy}`,
    );
  }
  // NaN is a number too, and no body is larger than it.
  if (typeof maxBody === "number" && maxBody >= 0) return;
  const size = typeof maxBody === "number" ? String(maxBody) : kindOf(maxBody);
  throw new WebhookConfigError(
    `${adapterName}: the endpoint's maxBody: expected a number of bytes from 0 up, got ${size}${remedy}`,
  );
}

/** What came instead of an endpoint, in words; undefined for what may be one. */
function strangerIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return kindOf(value);
  if ("handle" in value) return undefined;
  // The adapter itself was mounted, and is called with a request.
  return "headers" in value || "req" in value ? "a request" : undefined;
}

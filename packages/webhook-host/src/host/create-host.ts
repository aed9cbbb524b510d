import { WebhookHost } from "./host.ts";
import type { HostOptions } from "./options.ts";

/**
 * Creates a host: finds, checks and sets up its plugins. It listens once `listen` is called, or answers through an adapter.
 *
 * @throws WebhookConfigError `config_invalid` for an option that cannot work, when two plugins claim one path and method, when a
 *   route asks for authentication and there are no credentials, and, where `strict` is true, when a plugin fails to load.
 *
 * @example
 * ```ts
 * import { createHost, definePlugin, HttpError } from "@clustaar/webhook-host";
 * import { hostRequest } from "@clustaar/webhook-host/testing";
 *
 * const orders = definePlugin({
 *   name: "orders",
 *   setup({ route }) {
 *     route("/orders/:id{[0-9]+}", ({ params }) => {
 *       if (params.id !== "42") throw new HttpError(404, "No such order");
 *       return { id: params.id };
 *     });
 *   },
 * });
 * const host = await createHost({ plugins: [orders], discover: false });
 * console.log((await host.handle(hostRequest("GET", "/orders/42"))).body); // '{"id":"42"}'
 * console.log((await host.handle(hostRequest("GET", "/orders/43"))).body); // "No such order"
 * ```
 */
export function createHost(options: HostOptions = {}): Promise<WebhookHost> {
  return WebhookHost.create(options);
}

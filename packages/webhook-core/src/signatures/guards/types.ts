import type { WebhookRequest } from "../../endpoint/endpoint.ts";

/**
 * A check that a request has to pass before its body is read as JSON: it returns, or throws a `WebhookError`.
 *
 * @example
 * ```ts
 * import { basicAuth, type Guard } from "@clustaar/webhook-core/signatures";
 *
 * const guards: Guard[] = [basicAuth({ username: "bot", password: "s3cret" })];
 * console.log(guards.length); // 1
 * ```
 */
export type Guard = (request: Pick<WebhookRequest, "headers">) => void | Promise<void>;

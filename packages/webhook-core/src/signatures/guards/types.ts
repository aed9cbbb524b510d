import type { WebhookRequest } from "../../endpoint/endpoint.ts";

/** A check that a request has to pass before its body is read as JSON: it returns, or throws a `WebhookError`. */
export type Guard = (request: Pick<WebhookRequest, "headers">) => void | Promise<void>;

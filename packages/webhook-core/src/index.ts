// The schemas come along: one install, one import.
export * from "@clustaar/schemas";
// The Clustaar app
export type { HandlerContext, ResponseSettings } from "./context.ts";
export { type CreateEndpointOptions, createEndpoint } from "./create-endpoint.ts";
// The contract between endpoints and adapters
export * from "./endpoint.ts";
export { type ErrorListener, type ErrorReporter, errorReporter } from "./error-reporter.ts";
export {
  type ErrorDefinition,
  type ErrorIssue,
  errorTable,
  HttpError,
  type HttpErrorOptions,
  WebhookConfigError,
  WebhookError,
  type WebhookErrorCode,
} from "./errors.ts";
export {
  type AnswerOf,
  type AnyEvent,
  defineEvent,
  type EventDefinition,
  events,
  type PayloadOf,
  type Topic,
  type TopicMap,
} from "./events.ts";
// What it is made of, for use without it
export * from "./filters/index.ts";
export * from "./guards/index.ts";
export * from "./idempotency/index.ts";
export { parseJsonObject } from "./internal/parse-json.ts";
export type { Handler, Middleware } from "./middleware.ts";
export { checkOptions, kindOf } from "./option-checks.ts";
export { problemResponse } from "./problem.ts";
export { checkBodyLimit, checkMethod } from "./request-checks.ts";
export * from "./signatures/index.ts";
export { Webhook } from "./webhook.ts";
export type {
  IdempotencyOptions,
  RouteOptions,
  WebhookOptions,
} from "./webhook-options.ts";

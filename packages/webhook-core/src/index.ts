// The schemas come along: one install, one import.
export * from "@clustaar/schemas";
// What the types of a Webhook name; `@clustaar/webhook-core/endpoint` has all for custom endpoints.
export type * from "./endpoint/endpoint.ts";
export type { ErrorListener } from "./endpoint/error-reporter.ts";
export { errorTable, type WebhookErrorCode } from "./endpoint/error-table.ts";
export {
  type ErrorIssue,
  HttpError,
  type HttpErrorOptions,
  isHttpError,
  WebhookConfigError,
  WebhookError,
} from "./endpoint/errors.ts";
export type { ResponseEvent, ResponseListener } from "./endpoint/response-listener.ts";
export type { IdleOptions } from "./endpoint/work-tracker.ts";
export * from "./events/index.ts";
export * from "./filters/index.ts";
export type { BasicAuthCheck, BasicCredentials } from "./signatures/guards/index.ts";
export * from "./stores/index.ts";
export type { TurnOptions, TurnStrategy } from "./turns/index.ts";
export type { AnyState, HandlerContext } from "./webhook/context.ts";
export type { Explanation, RouteDescription, RouteExplanation } from "./webhook/explain.ts";
export type { FilterExplanation, FilterSight } from "./webhook/explain-filter.ts";
export type { Fallback } from "./webhook/fallback.ts";
export type { Handler, Middleware } from "./webhook/middleware.ts";
export type {
  ConcurrencyOptions,
  CredentialsFunction,
  CredentialsPair,
  CredentialsSource,
  CredentialsVerdict,
  IdempotencyOptions,
  RouteOptions,
  Secret,
  SecretFunction,
  SecretSource,
  TurnNotification,
  WebhookOptions,
} from "./webhook/options.ts";
export type { ResponseSettings } from "./webhook/response-settings.ts";
export { Webhook } from "./webhook/webhook.ts";

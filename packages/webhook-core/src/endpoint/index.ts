// For people who write endpoints of their own: the contract, the checks every endpoint makes alike,
// and the errors that become answers.
export { type CreateEndpointOptions, createEndpoint } from "./create-endpoint.ts";
export * from "./endpoint.ts";
export { type ErrorListener, type ErrorReporter, errorReporter } from "./error-reporter.ts";
export { type ErrorDefinition, errorTable, type WebhookErrorCode } from "./error-table.ts";
export {
  type ErrorIssue,
  HttpError,
  type HttpErrorOptions,
  isHttpError,
  WebhookConfigError,
  WebhookError,
} from "./errors.ts";
export type { EndpointContext } from "./exchange.ts";
export { kindOf } from "./kind-of.ts";
export { messageOf } from "./message-of.ts";
export { nearest } from "./nearest.ts";
export {
  checkBoolean,
  checkFunction,
  checkNumber,
  checkOptions,
  checkText,
  checkTimer,
} from "./option-checks.ts";
export { parseJsonObject } from "./parse-json.ts";
export { problemResponse } from "./problem.ts";
export { checkBodyLimit, checkContentEncoding, checkMethod } from "./request-checks.ts";
export type { ResponseEvent, ResponseListener } from "./response-listener.ts";
export type { IdleOptions } from "./work-tracker.ts";

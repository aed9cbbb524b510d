// For people who write endpoints of their own: the contract, the checks every endpoint makes alike,
// and the errors that become answers.
export { type CreateEndpointOptions, createEndpoint } from "./create-endpoint.ts";
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
export { checkFunction, checkNumber, checkOptions, kindOf } from "./option-checks.ts";
export { parseJsonObject } from "./parse-json.ts";
export { problemResponse } from "./problem.ts";
export { checkBodyLimit, checkMethod } from "./request-checks.ts";

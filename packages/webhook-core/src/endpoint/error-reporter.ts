import type { WebhookRequest } from "./endpoint.ts";
import { HttpError, WebhookError } from "./errors.ts";
import { checkFunction } from "./option-checks.ts";

/**
 * Hears of an error with the request it belongs to; the `cause` holds what was thrown.
 *
 * @example
 * ```ts
 * import { type ErrorListener, Webhook } from "@clustaar/webhook-core";
 *
 * const listener: ErrorListener = (error, { request }) => {
 *   console.error(error.code, request.path, error.cause);
 * };
 * new Webhook().onError(listener);
 * console.log("listening"); // "listening"
 * ```
 */
export type ErrorListener = (error: HttpError, context: { request: WebhookRequest }) => unknown;

/**
 * Tells the listeners of an endpoint's `onError`, or the console when there is none.
 *
 * @example
 * ```ts
 * import { type ErrorReporter, errorReporter } from "@clustaar/webhook-core/endpoint";
 *
 * const reporter: ErrorReporter = errorReporter();
 * console.log(typeof reporter.report); // "function"
 * ```
 */
export interface ErrorReporter {
  /** @throws {@link WebhookConfigError} `config_invalid` when the listener is no function. */
  add(listener: ErrorListener): void;
  /** Wraps what is no `HttpError` as `handler_failed`; never throws. */
  report(error: unknown, request: WebhookRequest): void;
}

/**
 * Makes the reporter of one endpoint.
 *
 * @example
 * ```ts
 * import { errorReporter } from "@clustaar/webhook-core/endpoint";
 * import { signedRequest } from "@clustaar/webhook-core/testing";
 *
 * const reporter = errorReporter();
 * reporter.add((error) => console.log(error.code, error.message));
 * reporter.report(new Error("no database"), signedRequest()); // logs "handler_failed no database"
 * ```
 */
export function errorReporter(): ErrorReporter {
  const listeners: ErrorListener[] = [];
  return {
    add(listener) {
      checkFunction("onError: listener", listener);
      listeners.push(listener);
    },
    report(error, request) {
      const told = asHttpError(error);
      if (listeners.length === 0) writeToConsole(told);
      for (const listener of listeners) {
        // A listener that fails has nobody left to tell but the console.
        try {
          Promise.resolve(listener(told, { request })).catch(console.error);
        } catch (failure) {
          console.error(failure);
        }
      }
    },
  };
}

/** One line, and behind it what was thrown, with its stack. */
function writeToConsole({ code, message, cause }: HttpError): void {
  const line = `[webhook] ${code}: ${message}`;
  if (cause === undefined) console.error(line);
  else console.error(line, cause);
}

/** What was thrown, as an error with a status: an HttpError is its own answer, anything else a failed handler. */
export function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const told = error instanceof Error ? error.message : "something that is not an Error was thrown";
  return new WebhookError("handler_failed", told, { cause: error });
}

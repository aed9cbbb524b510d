import type { WebhookRequest } from "./endpoint.ts";
import { type HttpError, isHttpError, WebhookError } from "./errors.ts";
import { messageOf } from "./message-of.ts";
import { checkFunction } from "./option-checks.ts";
import { repeatedErrors } from "./repeated-errors.ts";
import { oneLine, writeError } from "./write-to-console.ts";

/** Called with an error and the request it belongs to; the error's `cause` is what was thrown. */
export type ErrorListener = (error: HttpError, context: { request: WebhookRequest }) => unknown;

/** Calls the listeners of an endpoint's `onError`, or writes to the console when there are none. */
export interface ErrorReporter {
  /**
   * Adds a listener of `onError`.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the listener is not a function.
   */
  add(listener: ErrorListener): void;
  /** Wraps anything but an `HttpError` as `handler_failed`; reports `store_unavailable` once a minute; never throws. */
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
  const toReport = repeatedErrors();
  return {
    add(listener) {
      checkFunction("onError: listener", listener);
      listeners.push(listener);
    },
    report(error, request) {
      const told = toReport(asHttpError(error));
      if (told === undefined) return;
      if (listeners.length === 0) writeToConsole(told);
      for (const listener of listeners) {
        callListener("onError", () => listener(told, { request }));
      }
    },
  };
}

/**
 * Calls a listener without waiting for its promise. One that throws or rejects has nobody left to tell but the console.
 * Never throws.
 */
export function callListener(name: string, call: () => unknown): void {
  const complain = (failure: unknown) =>
    writeError(`[webhook] a listener of ${name} failed:`, failure);
  try {
    const result = call();
    if (typeof result === "object" && result !== null) Promise.resolve(result).catch(complain);
  } catch (failure) {
    complain(failure);
  }
}

/** One line, and behind it what was thrown, with its stack. */
function writeToConsole(error: HttpError): void {
  const { cause } = error;
  const line = `[webhook] ${error.code}: ${oneLine(messageOf(error))}`;
  if (cause === undefined) writeError(line);
  else writeError(line, cause);
}

/**
 * What was thrown, as an error with a status: an HttpError is its own answer, anything else a failed handler.
 * Never throws.
 */
export function asHttpError(error: unknown): HttpError {
  if (isHttpError(error)) return error;
  return new WebhookError("handler_failed", messageOf(error), { cause: error });
}

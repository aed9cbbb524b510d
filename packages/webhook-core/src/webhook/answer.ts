import { types } from "node:util";
import type { WebhookResponse } from "../endpoint/endpoint.ts";
import { asHttpError } from "../endpoint/error-reporter.ts";
import { type HttpError, isHttpError, WebhookError } from "../endpoint/errors.ts";
import { responseInvalid } from "../events/event-codec.ts";
import type { Context } from "./context.ts";
import type { Development } from "./development.ts";
import type { Handler } from "./middleware.ts";
import type { Route } from "./router.ts";
import { writeAnswer } from "./write-answer.ts";

/** What is asked for an answer, and what it is checked with. */
export interface Asked {
  readonly route: Route;
  /** What came in, noted before a handler could change it. */
  readonly received: unknown;
  readonly development: Development | null;
}

/**
 * Calls a handler, then checks and encodes its answer.
 *
 * @throws HttpError what the handler threw, or 500 `handler_failed`; 500 `response_invalid`; 499 `request_aborted` when the
 *   handler stopped because its signal was aborted.
 */
export async function answer(
  asked: Asked,
  handler: Handler<unknown, unknown>,
  context: Context<unknown>,
): Promise<WebhookResponse> {
  try {
    const result = await handler(context);
    if (isSilent(result, asked.route, context)) asked.development?.returnedNothing(asked.route);
    const response = write(asked, result, context);
    // Awaiting costs a turn, so only what is pending is awaited.
    return types.isPromise(response) ? await response : response;
  } catch (error) {
    // A deadline that has passed, or a claim that was lost, says more than the handler that stopped for it.
    if (context.stoppedBy(error)) throw context.reason ?? aborted(error);
    throw context.failed(asHttpError(error));
  }
}

/** Checks what a handler returned and makes the answer of it; a promise only where the codec gives one. */
export function write(
  asked: Asked,
  result: unknown,
  context: Context<unknown>,
): WebhookResponse | Promise<WebhookResponse> {
  try {
    const wire = asked.route.codec.encode(result, context.notification, asked.received);
    if (!types.isPromise(wire)) return writeAnswer(wire, context.settings);
    return wire
      .then((encoded) => writeAnswer(encoded, context.settings))
      .catch((error: unknown) => {
        throw invalidAnswer(asked, error);
      });
  } catch (error) {
    throw invalidAnswer(asked, error);
  }
}

function aborted(cause: unknown): WebhookError {
  return new WebhookError("request_aborted", undefined, { cause });
}

function invalidAnswer({ development }: Asked, error: unknown): HttpError {
  const invalid = isHttpError(error) ? error : couldNotBeWritten(error);
  return development !== null && invalid.code === "response_invalid" ? shown(invalid) : invalid;
}

function couldNotBeWritten(cause: unknown): WebhookError {
  return responseInvalid([{ path: [], message: "could not be written" }], cause);
}

/** A bot's author sees over HTTP what is wrong with the answer. */
function shown({ message, issues, cause }: HttpError): WebhookError {
  return new WebhookError("response_invalid", message, { issues, cause, expose: true });
}

/** Whether a handler returned nothing where something was to be expected. */
function isSilent(result: unknown, { codec }: Route, { settings }: Context<unknown>): boolean {
  const nothing = result === undefined || result === null;
  return nothing && codec.expectsAnswer && (settings === undefined || settings.status === 200);
}

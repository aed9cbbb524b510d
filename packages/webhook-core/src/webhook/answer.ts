import type { WebhookResponse } from "../endpoint/endpoint.ts";
import { asHttpError } from "../endpoint/error-reporter.ts";
import { type HttpError, isHttpError, WebhookError } from "../endpoint/errors.ts";
import { isPromise, isThenable } from "../endpoint/thenable.ts";
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

/** An answer, or the promise of one where something is waited for: each promise costs a turn. */
export type Answered = WebhookResponse | Promise<WebhookResponse>;

/**
 * Calls a handler, then checks and encodes its answer.
 *
 * @throws HttpError what the handler threw, or 500 `handler_failed`; 500 `response_invalid`; 499 `request_aborted` when the
 *   handler stopped because its signal was aborted.
 */
export function answer(
  asked: Asked,
  handler: Handler<unknown, unknown>,
  context: Context<unknown>,
): Answered {
  try {
    const result = handler(context);
    const response = isThenable(result)
      ? answerLater(asked, result, context)
      : answerNow(asked, result, context);
    if (!isPromise(response)) return response;
    return response.catch((error: unknown) => {
      throw failureOf(error, context);
    });
  } catch (error) {
    throw failureOf(error, context);
  }
}

async function answerLater(
  asked: Asked,
  result: PromiseLike<unknown>,
  context: Context<unknown>,
): Promise<WebhookResponse> {
  return answerNow(asked, await result, context);
}

function answerNow(asked: Asked, result: unknown, context: Context<unknown>): Answered {
  const { development, route } = asked;
  if (development !== null && isSilent(result, route, context)) development.returnedNothing(route);
  return write(asked, result, context);
}

/** What is thrown for what a handler threw: a deadline that has passed, or a claim that was lost, says more than that. */
function failureOf(error: unknown, context: Context<unknown>): unknown {
  if (context.stoppedBy(error)) return context.reason ?? aborted(error);
  return context.failed(asHttpError(error));
}

/** Checks what a handler returned and makes the answer of it; a promise only where the codec gives one. */
export function write(asked: Asked, result: unknown, context: Context<unknown>): Answered {
  try {
    const wire = asked.route.codec.encode(result, context.notification, asked.received);
    if (!isPromise(wire)) return writeAnswer(wire, context.settings);
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

import type { WebhookResponse } from "../endpoint/endpoint.ts";
import { asHttpError } from "../endpoint/error-reporter.ts";
import { type HttpError, WebhookError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { messageOf } from "../endpoint/message-of.ts";
import { type Answered, type Asked, write } from "./answer.ts";
import type { AnyState, Context, HandlerContext } from "./context.ts";
import { withDeadline } from "./deadline.ts";

/**
 * Answers instead of a handler that threw, missed its deadline, or gave an answer that breaks a limit; a filter or a middleware
 * that throws counts as the handler. One that returns nothing leaves the failure as it is.
 *
 * Not called for an `HttpError` below 500, which a handler throws on purpose. It has a second, or the deadline if that is shorter.
 */
export type Fallback<
  Payload = unknown,
  Answer = unknown,
  State extends object = AnyState,
  Host = unknown,
> = (
  error: HttpError,
  context: HandlerContext<Payload, Partial<State>, Host>,
) => Answer | undefined | Promise<Answer | undefined>;

/** Milliseconds a fallback may take. */
const PATIENCE = 1_000;

/** What a fallback is called with, and how long it may take. */
export interface Failing {
  readonly fallback: Fallback;
  /** The handler's own deadline, in milliseconds. */
  readonly deadline: number | null;
  readonly asked: Asked;
  readonly context: Context<unknown>;
  readonly exchange: EndpointContext;
}

/**
 * Gives what `make` gives, or where the handler fails the answer of the fallback. A fallback that fails too is reported, and
 * the handler's own failure is the answer.
 */
export async function orFallback(make: () => Answered, failing: Failing): Promise<WebhookResponse> {
  try {
    return await make();
  } catch (error) {
    const failure = asHttpError(error);
    if (failure.status < 500 || !failing.context.isFailure(failure)) throw failure;
    failing.exchange.report(failure);
    const response = await fallBack(failure, failing);
    if (response === undefined) throw failure;
    failing.exchange.failure = failure;
    return response;
  }
}

/** The fallback's answer; undefined when it gives none, or fails. */
async function fallBack(
  failure: HttpError,
  { fallback, deadline, asked, context, exchange }: Failing,
): Promise<WebhookResponse | undefined> {
  // Of its own: the handler's signal is aborted, and what it set on `response` was for another answer.
  const own = context.fresh();
  const overdue = (milliseconds: number) => {
    const error = new Error(`it took longer than ${milliseconds} ms`);
    own.abort(error);
    return error;
  };
  try {
    const work = () => answerOf(fallback, failure, asked, own);
    const { trace } = exchange;
    const part = { kind: "fallback", name: asked.route.name } as const;
    const limit = Math.min(deadline ?? PATIENCE, PATIENCE);
    return await withDeadline(
      limit,
      trace === undefined ? work : () => trace(part, work),
      overdue,
      () => {},
    );
  } catch (cause) {
    const detail = `the fallback failed: ${messageOf(cause)}`;
    exchange.report(new WebhookError("handler_failed", detail, { cause }));
    return undefined;
  }
}

async function answerOf(
  fallback: Fallback,
  failure: HttpError,
  asked: Asked,
  context: Context<unknown>,
): Promise<WebhookResponse | undefined> {
  const result = await fallback(failure, context);
  return result === undefined || result === null ? undefined : write(asked, result, context);
}

import type { WebhookResponse } from "../endpoint/endpoint.ts";
import { asHttpError } from "../endpoint/error-reporter.ts";
import { WebhookError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { stillPending } from "../stores/once-errors.ts";
import type { Answered } from "./answer.ts";
import type { Context } from "./context.ts";
import { withDeadline } from "./deadline.ts";
import { answerOnce, type Duplicates } from "./once.ts";

/** How often and how long a notification is handled. */
export interface Limits {
  /** Milliseconds; null when a handler may take as long as it likes. */
  readonly deadline: number | null;
  readonly duplicates: Duplicates | null;
}

/**
 * Handles a notification once, and within the deadline, which counts from before the claim.
 *
 * @throws WebhookError 504 `handler_timeout`, 409 `duplicate_pending`; whatever `handle` throws.
 */
export function answerInTime(
  limits: Limits,
  context: Context<unknown>,
  exchange: EndpointContext,
  handle: () => Answered,
): Answered {
  const unlimited = limits.deadline === null && limits.duplicates === null;
  return unlimited ? handle() : answerWithin(limits, context, exchange, handle);
}

function answerWithin(
  { deadline, duplicates }: Limits,
  context: Context<unknown>,
  exchange: EndpointContext,
  handle: () => Answered,
): Promise<WebhookResponse> {
  // What the answer is if the deadline passes now: it depends on who is waited for.
  let overdue = handlerTimeout;

  const handleInTime = async () => {
    // A claim that came too late: nobody waits for the answer, so the next delivery gets it.
    context.throwIfAborted();
    overdue = handlerTimeout;
    return handle();
  };
  const handleOnce = () => {
    if (duplicates === null) return handleInTime();
    const { request, waitUntil } = context;
    const { report } = exchange;
    const onPending = () => {
      overdue = stillPending;
    };
    const onLost = (reason: Error) => context.abort(reason);
    const onDuplicate = () => {
      exchange.duplicate = true;
    };
    const { trace } = exchange;
    const claimed = { report, waitUntil, onPending, onLost, ...(trace ? { trace } : {}) };
    return answerOnce(duplicates, request, claimed, { handle: handleInTime, onDuplicate });
  };
  const giveUp = (milliseconds: number) => {
    const error = overdue(milliseconds);
    context.abort(error);
    return context.failed(error);
  };
  const late = (error: unknown) => {
    const failure = asHttpError(error);
    if (failure.status >= 500 && !context.isReason(failure)) exchange.report(failure);
  };
  const work = () => {
    const answered = handleOnce();
    exchange.track(answered);
    return answered;
  };
  return withDeadline(deadline, work, giveUp, late);
}

function handlerTimeout(milliseconds: number): WebhookError {
  return new WebhookError(
    "handler_timeout",
    `expected an answer within ${milliseconds} ms; raise \`deadline\` or hand slow work to \`waitUntil\``,
  );
}

import type { WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import { asHttpError, type ErrorReporter } from "../endpoint/error-reporter.ts";
import { WebhookError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { parseJsonObject } from "../endpoint/parse-json.ts";
import { checkBodyLimit, checkMethod } from "../endpoint/request-checks.ts";
import { responseInvalid } from "../events/event-codec.ts";
import { checkAge, type Guard } from "../signatures/guards/index.ts";
import { clustaar, type HmacKey } from "../signatures/index.ts";
import { stillPending } from "../stores/once-errors.ts";
import { Context } from "./context.ts";
import { withDeadline } from "./deadline.ts";
import type { Handler } from "./middleware.ts";
import { answerOnce, type Duplicates } from "./once.ts";
import type { Route, Router } from "./router.ts";
import { writeAnswer } from "./write-answer.ts";

/** What the receive path needs of a `Webhook`, checked at construction. */
export interface Pipeline {
  readonly maxBody: number;
  readonly auth: Guard | null;
  readonly keys: readonly HmacKey[] | null;
  /** Seconds either side of now; null when the age is not checked. */
  readonly maxAge: number | null;
  /** Milliseconds; null when a handler may take as long as it likes. */
  readonly deadline: number | null;
  readonly duplicates: Duplicates | null;
  readonly now: () => number;
  readonly router: Router;
  /** Puts the middleware around a handler. */
  readonly wrap: (handler: Handler<unknown, unknown>) => Handler<unknown, unknown>;
  readonly report: ErrorReporter["report"];
}

/**
 * The receive path: limit, method, authenticate, verify, age, parse, route, decode, then handle, check and encode.
 *
 * @throws HttpError the refusal, for the caller to answer with `problemResponse`.
 */
export async function receive(
  pipeline: Pipeline,
  request: WebhookRequest,
  exchange: EndpointContext,
): Promise<WebhookResponse> {
  checkBodyLimit(request, pipeline.maxBody);
  checkMethod(request, "POST");
  // Awaiting costs a turn of the event loop's queue, so only what is pending is awaited.
  const authenticated = pipeline.auth?.(request);
  if (authenticated !== undefined) await authenticated;
  if (pipeline.keys !== null) {
    const now = exchange.now?.() ?? pipeline.now();
    clustaar.verify(request, pipeline.keys, { now });
    if (pipeline.maxAge !== null) checkAge(request.headers.get("date"), now, pipeline.maxAge);
  }
  const json = parseJsonObject(request.body);
  if (typeof json.topic === "string") exchange.topic = json.topic;
  const route = findRoute(pipeline.router, json, request);
  const decoded = route.codec.decode(json);
  const notification = decoded instanceof Promise ? await decoded : decoded;

  const report = (error: unknown) => pipeline.report(error, request);
  const context = new Context(notification, request, exchange);
  if (pipeline.duplicates === null && pipeline.deadline === null) {
    return answer(pipeline, route, context);
  }
  return answerInTime(pipeline, route, context, report);
}

/** Answers once, and within the deadline, which counts from before the claim. */
function answerInTime(
  pipeline: Pipeline,
  route: Route,
  context: Context<unknown>,
  report: (error: unknown) => void,
): Promise<WebhookResponse> {
  let waiting = false;
  let over: WebhookError | undefined;
  const handle = async () => {
    // A claim that came too late: nobody waits for the answer, so the next delivery shall have it.
    if (over !== undefined) throw over;
    waiting = false;
    return answer(pipeline, route, context);
  };
  const { duplicates } = pipeline;
  const work = () => {
    if (duplicates === null) return handle();
    const { request, waitUntil } = context;
    const onPending = () => {
      waiting = true;
    };
    const onLost = (reason: Error) => context.abort(reason);
    return answerOnce(duplicates, request, { report, waitUntil, onPending, onLost }, handle);
  };
  const overdue = (milliseconds: number) => {
    over = waiting ? stillPending(milliseconds) : handlerTimeout(milliseconds);
    context.abort(over);
    return over;
  };
  const late = (error: unknown) => {
    const failure = asHttpError(error);
    if (failure !== over && failure.status >= 500) report(failure);
  };
  return withDeadline(pipeline.deadline, work, overdue, late);
}

/** Handle, check the answer, encode. */
async function answer(
  pipeline: Pipeline,
  route: Route,
  context: Context<unknown>,
): Promise<WebhookResponse> {
  const { notification } = context;
  // Before the handler runs, which may change the very lists it is given.
  const received = route.codec.received(notification);
  let result: unknown;
  try {
    result = await pipeline.wrap(route.handler)(context);
  } catch (error) {
    if (context.stoppedBy(error)) {
      throw new WebhookError("request_aborted", undefined, { cause: error });
    }
    throw asHttpError(error);
  }
  let wire: unknown;
  try {
    const encoded = route.codec.encode(result, notification, received);
    wire = encoded instanceof Promise ? await encoded : encoded;
  } catch (error) {
    if (error instanceof WebhookError) throw error;
    throw responseInvalid([{ path: [], message: "could not be written" }], error);
  }
  return writeAnswer(wire, context.settings);
}

function findRoute(router: Router, json: Record<string, unknown>, request: WebhookRequest): Route {
  try {
    return router.find(json, request);
  } catch (error) {
    throw asHttpError(error);
  }
}

function handlerTimeout(milliseconds: number): WebhookError {
  return new WebhookError(
    "handler_timeout",
    `expected an answer within ${milliseconds} ms; raise \`deadline\` or hand slow work to \`waitUntil\``,
  );
}

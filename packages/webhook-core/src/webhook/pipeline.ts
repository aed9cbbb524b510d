import { types } from "node:util";
import type { WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import type { HttpError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { parseJsonObject } from "../endpoint/parse-json.ts";
import { checkBodyLimit, checkContentEncoding, checkMethod } from "../endpoint/request-checks.ts";
import { checkAge } from "../signatures/guards/index.ts";
import { answer } from "./answer.ts";
import { answerInTime, type Limits } from "./answer-in-time.ts";
import { Context } from "./context.ts";
import type { CredentialsGuard } from "./credentials-guard.ts";
import type { Development } from "./development.ts";
import { type Fallback, orFallback } from "./fallback.ts";
import { type Concurrency, inTurn } from "./in-turn.ts";
import type { Handler } from "./middleware.ts";
import type { Route, Router } from "./router.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What the receive path needs of a `Webhook`, checked at construction. */
export interface Pipeline extends Limits {
  readonly maxBody: number;
  readonly credentials: CredentialsGuard | null;
  readonly keys: SigningKeys | null;
  /** Seconds either side of now; null when the age is not checked. */
  readonly maxAge: number | null;
  readonly now: () => number;
  readonly router: Router;
  /** Puts the middleware, the webhook's and the route's own, around the handler of a route. */
  readonly wrap: (route: Route) => Handler<unknown, unknown>;
  /** Whether handlers count on what the framework hands over. */
  readonly needsHost: () => boolean;
  readonly fallback: Fallback | undefined;
  readonly development: Development | null;
  /** Keeps the turns of a conversation apart; null when they are handled as they come. */
  readonly concurrency: Concurrency | null;
}

/**
 * The receive path, top to bottom.
 *
 * @throws HttpError the refusal, for the caller to answer with `problemResponse`.
 */
export async function receive(
  pipeline: Pipeline,
  request: WebhookRequest,
  exchange: EndpointContext,
): Promise<WebhookResponse> {
  // 1. The body is bytes, and not too many of them.
  checkBodyLimit(request, pipeline.maxBody);

  // 2. The method is POST.
  checkMethod(request, "POST");

  // 3. Basic credentials say who sends it. (Awaiting costs a turn, so only what is pending is awaited.)
  const letIn = pipeline.credentials?.(request, exchange.report);
  if (letIn !== undefined) await letIn;

  // 4. The signature proves it, 5. and the signed date is recent.
  if (pipeline.keys !== null) {
    const now = exchange.now?.() ?? pipeline.now();
    const verified = pipeline.keys.verify(request, exchange.report);
    if (verified !== undefined) await verified;
    if (pipeline.maxAge !== null) checkAge(request.headers.get("date"), now, pipeline.maxAge);
  }

  // 6. The body is JSON as it is: not compressed, one object.
  checkContentEncoding(request);
  const json = parseJsonObject(request.body);
  if (typeof json.topic === "string") exchange.topic = json.topic;

  // 7. The topic and the filters find the route.
  const { route, failure } = pipeline.router.find(json, request);
  exchange.route = route.name;

  // 8. The codec of the topic reads the notification.
  const decoded = route.codec.decode(json);
  const notification = types.isPromise(decoded) ? await decoded : decoded;

  // 9. The handler answers, 10. and its answer is checked and encoded: once for each delivery, in turn, within the deadline.
  const context = new Context(notification, request, exchange, { needsHost: pipeline.needsHost() });
  const { development } = pipeline;
  const asked = { route, received: route.codec.received(notification), development };
  const handler = failure === undefined ? pipeline.wrap(route) : failing(failure);
  const handle = inTurn(pipeline.concurrency, { route, context, exchange }, () =>
    answer(asked, handler, context),
  );
  const handleInTime = () => answerInTime(pipeline, context, exchange, handle);
  const fallback = route.fallback ?? pipeline.fallback;
  if (fallback === undefined) return handleInTime();

  // 11. Where any of that fails, the fallback answers.
  const { deadline } = pipeline;
  return orFallback(handleInTime, { fallback, deadline, asked, context, exchange });
}

/** A filter that throws counts as a handler that throws. */
function failing(failure: HttpError): Handler<unknown, unknown> {
  return () => {
    throw failure;
  };
}

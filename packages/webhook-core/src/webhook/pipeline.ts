import type { WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import type { HttpError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { parseJsonObject } from "../endpoint/parse-json.ts";
import { checkBodyLimit, checkContentEncoding, checkMethod } from "../endpoint/request-checks.ts";
import { isPromise } from "../endpoint/thenable.ts";
import { checkAge } from "../signatures/guards/index.ts";
import { standardWebhooksPing } from "../signatures/standard-webhooks-challenge.ts";
import { acceptLater } from "./accept-later.ts";
import { type Answered, answer } from "./answer.ts";
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
  /** The header whose signed value tells deliveries apart, where the scheme has one. */
  readonly idHeader: string | null;
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
 * The receive path, top to bottom; a promise only where something is waited for.
 *
 * @throws HttpError the refusal, for the caller to answer with `problemResponse`.
 */
export function receive(
  pipeline: Pipeline,
  request: WebhookRequest,
  exchange: EndpointContext,
): Answered {
  // 1. The body is bytes, and not too many of them.
  checkBodyLimit(request, pipeline.maxBody);

  // 2. The method is POST.
  checkMethod(request, "POST");

  // What an inbox took before was checked then: its signature may be too old by now.
  if (exchange.accepted) return respond(pipeline, request, exchange);

  // 3. Basic credentials say who sends it.
  return after(pipeline.credentials?.(request, exchange), () => {
    const { keys, maxAge } = pipeline;
    if (keys === null) return respond(pipeline, request, exchange);
    const now = exchange.now?.() ?? pipeline.now();

    // 4. The signature proves it, 5. and the signed date is recent.
    return after(keys.verify(request, now, exchange), () => {
      if (maxAge !== null) checkAge(request.headers.get("date"), now, maxAge);
      return respond(pipeline, request, exchange);
    });
  });
}

/** The rest of the path, once it is known who sends the request. */
function respond(pipeline: Pipeline, request: WebhookRequest, exchange: EndpointContext): Answered {
  // 6. The body is JSON as it is: not compressed, one object.
  checkContentEncoding(request);
  const json = parseJsonObject(request.body);
  if (typeof json.topic === "string") exchange.topic = json.topic;

  // A sender's question whether this endpoint has the key, which the signature of the question has proven already.
  const pong =
    json.topic === standardWebhooksPing ? pongOf(pipeline, request, json, exchange) : undefined;
  if (pong !== undefined) return pong;

  // 7. The topic and the filters find the route.
  const { route, failure } = pipeline.router.find(json, request);
  exchange.route = route.name;

  // 8. The codec of the topic reads the notification.
  return after(route.codec.decode(json), (notification) => {
    // Behind an inbox it is acknowledged here, and handled later.
    if (exchange.accept !== undefined) {
      if (failure !== undefined) throw failure;
      return acceptLater(pipeline, route, notification, request, exchange);
    }

    // 9. The handler answers, 10. and its answer is checked and encoded: once for each delivery, in turn, within the deadline.
    const needsHost = pipeline.needsHost();
    const context = new Context(notification, request, exchange, { needsHost });
    const { deadline, development } = pipeline;
    const asked = { route, received: route.codec.received(notification), development };
    const handler = failure === undefined ? pipeline.wrap(route) : failing(failure);
    const { trace } = exchange;
    const answered = () => answer(asked, handler, context);
    const part = { kind: "handler", name: route.name } as const;
    const traced = trace === undefined ? answered : () => trace(part, async () => answered());
    const handle = inTurn(pipeline.concurrency, { route, context, exchange }, traced);
    const handleInTime = () => answerInTime(pipeline, context, exchange, handle);
    const fallback = route.fallback ?? pipeline.fallback;
    if (fallback === undefined) return handleInTime();

    // 11. Where any of that fails, the fallback answers.
    return orFallback(handleInTime, { fallback, deadline, asked, context, exchange });
  });
}

/** Goes on at once where nothing is pending, since awaiting costs a turn. */
function after<T>(value: T | Promise<T>, next: (value: T) => Answered): Answered {
  return isPromise(value) ? value.then(next) : next(value);
}

function pongOf(
  { keys, now }: Pipeline,
  request: WebhookRequest,
  { challenge }: Record<string, unknown>,
  exchange: EndpointContext,
): WebhookResponse | undefined {
  const answered = keys?.pong(challenge, request, exchange.now?.() ?? now());
  if (answered === undefined) return undefined;
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ challenge_response: answered }),
  };
}

/** A filter that throws counts as a handler that throws. */
function failing(failure: HttpError): Handler<unknown, unknown> {
  return () => {
    throw failure;
  };
}

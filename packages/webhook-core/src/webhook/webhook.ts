import { TextEncoder } from "node:util";
import { createEndpoint } from "../endpoint/create-endpoint.ts";
import type {
  HostContext,
  ObservableEndpoint,
  WebhookRequest,
  WebhookResponse,
} from "../endpoint/endpoint.ts";
import type { ErrorListener } from "../endpoint/error-reporter.ts";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { checkFunction, checkOptions, checkText } from "../endpoint/option-checks.ts";
import type { ResponseListener } from "../endpoint/response-listener.ts";
import type { IdleOptions } from "../endpoint/work-tracker.ts";
import {
  type AnswerOf,
  type AnyEvent,
  type PayloadOf,
  resolveEvent,
  type Topic,
  type WireOf,
} from "../events/events.ts";
import { whyNotLater } from "./accept-later.ts";
import type { AnyState } from "./context.ts";
import { describeRoute, type Explanation, explain, type RouteDescription } from "./explain.ts";
import type { Fallback } from "./fallback.ts";
import {
  checkMiddleware,
  compose,
  type Handler,
  type Middleware,
  middlewareName,
} from "./middleware.ts";
import type { RouteOptions, WebhookOptions } from "./options.ts";
import { type Pipeline, receive } from "./pipeline.ts";
import { routeName } from "./route-name.ts";
import { Router } from "./router.ts";
import { settingsOf } from "./settings.ts";

/**
 * Receives what the Clustaar platform sends: verifies who sent it, routes it to a handler, and answers with the handler's actions.
 *
 * An {@link Endpoint}: every adapter mounts it. Nothing that a client sends makes it reject.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when an option is unknown, undefined or empty, or half a credential pair.
 *
 * @example
 * ```ts
 * import { events, sendTextAction, stepReachedResponse, Webhook } from "@clustaar/webhook-core";
 * import { simulate, stepReachedNotification } from "@clustaar/webhook-core/testing";
 *
 * const webhook = new Webhook({ privateKey: "s3cr3t" });
 * webhook.on(events.CONVERSATION_STEP_REACHED, ({ notification }) => {
 *   const { session, step } = notification.event;
 *   const hello = sendTextAction({ alternatives: ["Hello"] });
 *   return stepReachedResponse({ actions: [...step.actions, hello], session });
 * });
 *
 * const { status, answer } = await simulate(webhook, {
 *   notification: stepReachedNotification(),
 *   privateKey: "s3cr3t",
 * });
 * console.log(status, answer?.actions.length); // 200 1
 * ```
 */
export class Webhook<State extends object = AnyState, Host = unknown>
  implements ObservableEndpoint<Host>
{
  readonly maxBody: number;
  readonly deadline: number | null;
  readonly #router: Router;
  readonly #middleware: Middleware[] = [];
  readonly #endpoint: ObservableEndpoint;
  readonly #isLatest: boolean;
  #needsHost = false;

  constructor(options: WebhookOptions = {}) {
    const settings = settingsOf(options);
    this.maxBody = settings.maxBody;
    this.deadline = settings.deadline;
    this.#isLatest = settings.concurrency?.isLatest === true;
    this.#router = new Router(settings.development);
    const pipeline: Pipeline = {
      ...settings,
      router: this.#router,
      wrap: ({ middleware, handler }) =>
        compose(
          middleware.length === 0 ? this.#middleware : [...this.#middleware, ...middleware],
          handler,
        ),
      needsHost: () => this.#needsHost,
    };
    this.#endpoint = createEndpoint({ maxBody: settings.maxBody }, (request, exchange) =>
      receive(pipeline, request, exchange),
    );
  }

  /**
   * Registers a handler for a topic or an event of your own; the first route whose filters all pass handles the event.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when the topic is unknown, the handler, a filter or a middleware is not a function, or an option is unknown.
   *
   * @example
   * ```ts
   * import { events, stepId, Webhook } from "@clustaar/webhook-core";
   *
   * const webhook = new Webhook();
   * webhook.on(events.CONVERSATION_STEP_REACHED, () => {}, {
   *   filters: stepId("507f191e810c19729de860ea"),
   * });
   * console.log(webhook.maxBody); // 1048576
   * ```
   */
  on<const E extends Topic | AnyEvent>(
    event: E,
    handler: Handler<PayloadOf<E>, AnswerOf<E>, State, Host>,
    options: RouteOptions<PayloadOf<E>, AnswerOf<E>, WireOf<E>, State, Host> = {},
  ): this {
    const { topic, codec } = resolveEvent(event);
    const what = `on("${topic}")`;
    checkFunction(`${what}: handler`, handler);
    checkOptions(what, options, ["name", "filters", "fallback", "use"]);
    const filters = functionList(`${what}: filters`, "a filter", options.filters);
    for (const filter of filters) checkFunction(`${what}: filters`, filter);
    const { name = routeName(filters), fallback } = options;
    checkText(`${what}: name`, name);
    if (fallback !== undefined) checkFunction(`${what}: fallback`, fallback);
    const middleware = functionList(`${what}: use`, "a middleware", options.use);
    for (const each of middleware) checkMiddleware(`${what}: use`, each);
    this.#router.add({
      topic,
      codec,
      name,
      filters,
      // The codec that reads the payload is looked up by the same event that types what is called with it; state and host are
      // what `state` and `host` were told.
      handler: handler as Handler<unknown, unknown, never> as Handler<unknown, unknown>,
      fallback: fallback as Fallback | undefined,
      middleware: middleware as readonly Middleware[],
    });
    return this;
  }

  /**
   * Wraps every handler, including those registered before; the first middleware is the outermost.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when it is not a function, or one that takes more than `(context, next)`.
   *
   * @example
   * ```ts
   * import { HttpError, Webhook } from "@clustaar/webhook-core";
   * import { simulate, stepReachedNotification } from "@clustaar/webhook-core/testing";
   *
   * const webhook = new Webhook().use((_context, _next) => {
   *   throw new HttpError(503, "Closed for the night");
   * });
   * webhook.on("conversation.step_reached", () => {}).onError(() => {});
   * console.log((await simulate(webhook, { notification: stepReachedNotification() })).status); // 503
   * ```
   */
  use(middleware: Middleware<State, Host>): this {
    checkMiddleware("use: middleware", middleware);
    this.#middleware.push(middleware as Middleware); // state and host are what `state` and `host` were told
    return this;
  }

  /**
   * Names the types of what middleware hands on in `context.state`: complete in handlers, and in middleware, which fills it,
   * anything may be missing. It only changes types; what middleware does not set is not there.
   *
   * @example
   * ```ts
   * import { Webhook } from "@clustaar/webhook-core";
   * import { simulate } from "@clustaar/webhook-core/testing";
   *
   * const webhook = new Webhook().state<{ user: { name: string } }>();
   * webhook.use(async ({ state }, next) => {
   *   state.user = { name: "Ada" };
   *   return next();
   * });
   * webhook.on("conversation.step_reached", ({ state }) => console.log(state.user.name)); // "Ada"
   * await simulate(webhook);
   * ```
   */
  state<S extends object>(): Webhook<S, Host> {
    return this as unknown as Webhook<S, Host>; // the caller's word for what middleware will set
  }

  /**
   * Names the type of `context.host`, by the adapter that will mount this webhook: `ExpressHost`, `FastifyHost`, `LambdaHost`,
   * `FetchHost`, `NodeHost`. Other adapters then refuse the webhook when it is compiled, and reading `context.host` where
   * nothing gave one throws.
   *
   * @example
   * ```ts
   * import { Webhook } from "@clustaar/webhook-core";
   * import { simulate } from "@clustaar/webhook-core/testing";
   *
   * const webhook = new Webhook().host<{ env: { BOT: string } }>();
   * webhook.on("conversation.step_reached", ({ host }) => console.log(host.env.BOT)); // "demo"
   * await simulate(webhook, { host: { env: { BOT: "demo" } } });
   * ```
   */
  host<H>(): Webhook<State, H> {
    this.#needsHost = true;
    return this as unknown as Webhook<State, H>; // the caller's word for where it will be mounted
  }

  /**
   * Whether an inbox may acknowledge requests before they are handled: true, or why not. It may not where a route is answered with
   * what its handler returns, as `conversation.step_reached` is, or where handlers read `context.host`.
   *
   * @example
   * ```ts
   * import { defineEvent, Webhook } from "@clustaar/webhook-core";
   *
   * const webhook = new Webhook().on(defineEvent("order.paid"), () => {});
   * console.log(webhook.deferrable); // true
   * webhook.on("conversation.step_reached", () => {});
   * console.log(webhook.deferrable === true); // false
   * ```
   */
  get deferrable(): true | string {
    if (this.#needsHost) {
      return "its handlers count on `context.host`, which is gone by the time they are called";
    }
    if (this.#isLatest) {
      return 'its `concurrency` handles the latest event alone, and a retry of an earlier one would take its place; use the strategy "queue"';
    }
    for (const route of this.#router.all) {
      const why = whyNotLater(route);
      if (why !== undefined) return why;
    }
    return true;
  }

  /**
   * Every route, in the order in which they are tried: that of registration.
   *
   * @example
   * ```ts
   * import { stepId, Webhook } from "@clustaar/webhook-core";
   *
   * const webhook = new Webhook();
   * webhook.on("conversation.step_reached", () => {}, { filters: stepId("1234") });
   * console.log(webhook.routes.map(({ position, name }) => `${position}. ${name}`)); // ["1. stepId(1234)"]
   * ```
   */
  get routes(): readonly RouteDescription[] {
    return this.#router.all.map((route, index) => describeRoute(route, index + 1));
  }

  /**
   * The names of the functions that wrap every handler, the outermost first; `a middleware` for one without a name.
   *
   * @example
   * ```ts
   * import { Webhook } from "@clustaar/webhook-core";
   *
   * const webhook = new Webhook().use(async function log(_context, next) {
   *   await next();
   * });
   * console.log(webhook.middleware); // ["log"]
   * ```
   */
  get middleware(): readonly string[] {
    return this.#middleware.map(middlewareName);
  }

  /**
   * Says which route handles a body and why the others do not, including what each filter saw. It is for tests and tools, since it
   * shows what filters compare with. No handler and no middleware is called, and no signature is checked.
   *
   * @param notification - the parsed JSON body, by the names of the wire.
   * @param request - what filters get as their second argument; default: an unsigned POST of this body.
   * @throws {@link WebhookConfigError} `config_invalid` when the body is not an object.
   *
   * @example
   * ```ts
   * import { stepId, Webhook } from "@clustaar/webhook-core";
   * import { stepReachedNotification } from "@clustaar/webhook-core/testing";
   *
   * const webhook = new Webhook();
   * webhook.on("conversation.step_reached", () => {}, { filters: stepId("1234") });
   * const { route, routes } = webhook.explain(stepReachedNotification({ step: { id: "5678" } }));
   * console.log(route); // null
   * console.log(routes[0]?.reason); // 'stepId(1234) does not pass: data.step.id is "5678", not "1234"'
   * ```
   */
  explain(notification: unknown, request?: WebhookRequest): Explanation {
    if (typeof notification !== "object" || notification === null || Array.isArray(notification)) {
      throw new WebhookConfigError(
        `explain: expected the body of a notification, an object, got ${kindOf(notification)}`,
      );
    }
    const json = notification as Record<string, unknown>;
    return explain(this.#router, json, request ?? plainRequest(json));
  }

  /**
   * Called once for each answer, just before it is sent: handlers' answers, refusals, and what an adapter answers itself.
   * A promise that it returns is not awaited. Without a listener, each 4xx refusal is one line on the console, unless
   * `NODE_ENV` is `production`.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when it is not a function.
   *
   * @example
   * ```ts
   * import { Webhook } from "@clustaar/webhook-core";
   * import { signedRequest } from "@clustaar/webhook-core/testing";
   *
   * const webhook = new Webhook().onResponse(({ status, code }) => console.log(status, code)); // 404 "no_route"
   * await webhook.handle(signedRequest());
   * ```
   */
  onResponse(listener: ResponseListener): this {
    this.#endpoint.onResponse(listener);
    return this;
  }

  /**
   * Called for every 5xx answer, for failed `waitUntil` work and for a failing idempotency store; without a
   * listener they are written to `console.error`.
   *
   * @throws {@link WebhookConfigError} `config_invalid` when it is not a function.
   *
   * @example
   * ```ts
   * import { Webhook } from "@clustaar/webhook-core";
   * import { simulate, stepReachedNotification } from "@clustaar/webhook-core/testing";
   *
   * const codes: string[] = [];
   * const webhook = new Webhook().onError((error) => codes.push(error.code));
   * webhook.on("conversation.step_reached", () => {
   *   throw new Error("no database");
   * });
   * await simulate(webhook, { notification: stepReachedNotification() });
   * console.log(codes); // ["handler_failed"]
   * ```
   */
  onError(listener: ErrorListener): this {
    this.#endpoint.onError(listener);
    return this;
  }

  /**
   * Answers one request; never rejects.
   *
   * @example
   * ```ts
   * import { Webhook } from "@clustaar/webhook-core";
   * import { signedRequest } from "@clustaar/webhook-core/testing";
   *
   * const { status } = await new Webhook().handle(signedRequest());
   * console.log(status); // 404
   * ```
   */
  handle(request: WebhookRequest, host?: HostContext<Host>): Promise<WebhookResponse> {
    return this.#endpoint.handle(request, host);
  }

  /**
   * Waits until every request is answered and all `waitUntil` work is done. Call it at shutdown, once the server has
   * stopped listening.
   *
   * @param options - `deadline`: milliseconds to wait at most, default 10 s.
   * @returns true, or false when the deadline has passed first.
   *
   * @example
   * ```ts
   * import { Webhook } from "@clustaar/webhook-core";
   *
   * console.log(await new Webhook().idle({ deadline: 5_000 })); // true
   * ```
   */
  idle(options?: IdleOptions): Promise<boolean> {
    return this.#endpoint.idle(options);
  }

  /**
   * Answers a request that an adapter could not hand over, and calls the listeners for it; never throws.
   *
   * @example
   * ```ts
   * import { HttpError, Webhook } from "@clustaar/webhook-core";
   * import { signedRequest } from "@clustaar/webhook-core/testing";
   *
   * const webhook = new Webhook().onResponse(({ status }) => console.log(status)); // 413
   * webhook.refuse(new HttpError(413, "expected at most 1024 bytes, got more"), signedRequest());
   * ```
   */
  refuse(error: unknown, request: WebhookRequest): WebhookResponse {
    return this.#endpoint.refuse(error, request);
  }
}

/** What filters see where only a body is given. */
function plainRequest(json: unknown): WebhookRequest {
  return {
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: new Headers({ "content-type": "application/json" }),
    body: new TextEncoder().encode(JSON.stringify(json)),
  };
}

/** A copy of a list of functions, or of the one function. */
function functionList<F>(what: string, one: string, given: F | readonly F[] | undefined): F[] {
  if (given === undefined) return [];
  if (typeof given === "function") return [given as F];
  if (Array.isArray(given)) return [...given];
  const plural = one.replace(/^a /, "");
  throw new WebhookConfigError(
    `${what}: expected ${one} or a list of ${plural === "middleware" ? plural : `${plural}s`}, got ${kindOf(given)}`,
  );
}

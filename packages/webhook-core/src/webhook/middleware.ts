import { WebhookConfigError } from "../endpoint/errors.ts";
import { checkFunction } from "../endpoint/option-checks.ts";
import type { AnyState, HandlerContext } from "./context.ts";

/** Answers an event: returns the answer, or nothing. */
export type Handler<Payload, Answer, State extends object = AnyState, Host = unknown> = (
  context: HandlerContext<Payload, State, Host>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement is of type void
) => Answer | undefined | void | Promise<Answer | undefined | void>;

/**
 * Wraps handlers: does something before and after `await next()`, or answers instead of it. One that returns nothing
 * passes on what `next()` gave, its error included: to recover from an error, return an answer. What it puts into
 * `context.state` the handler finds there; until then anything of it may be missing.
 */
export type Middleware<State extends object = AnyState, Host = unknown, Payload = unknown> = (
  context: HandlerContext<Payload, Partial<State>, Host>,
  next: () => Promise<unknown>,
) => unknown;

/**
 * Refuses what cannot be a middleware.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function checkMiddleware(what: string, middleware: unknown): void {
  checkFunction(what, middleware);
  const { length, name } = middleware as Middleware;
  if (length <= 2) return;
  const which = name === "" ? "one" : `${name},`;
  throw new WebhookConfigError(
    `${what}: expected a function of (context, next), got ${which} of ${length} arguments; middleware of Express belongs into app.use() of the app that the webhook is mounted in`,
  );
}

/** Puts the middleware around a handler, the first one outermost. */
export function compose(
  middleware: readonly Middleware[],
  handler: Handler<unknown, unknown>,
): Handler<unknown, unknown> {
  if (middleware.length === 0) return handler;

  async function dispatch(context: HandlerContext, index: number): Promise<unknown> {
    // A fresh stack now and then: each layer calls the next from within.
    if (index % LAYERS_A_STACK === LAYERS_A_STACK - 1) await undefined;
    const layer = middleware[index];
    if (layer === undefined) return handler(context);
    let inner: Promise<unknown> | undefined;
    const outer = await layer(context, () => {
      if (inner !== undefined) throw calledTwice(layer);
      inner = dispatch(context, index + 1);
      // A layer that answers instead of the handler may never look at it again.
      inner.catch(() => {});
      return inner;
    });
    if (outer !== undefined) return outer;
    if (inner === undefined) throw leadsNowhere(layer);
    return inner;
  }

  return (context) => dispatch(context, 0);
}

/** Few enough that their frames fit, whatever called. */
const LAYERS_A_STACK = 100;

function calledTwice(layer: Middleware): Error {
  return new Error(
    `${named(layer)} called next() twice, and the handler runs once; keep what the first call gave: const answer = await next()`,
  );
}

function leadsNowhere(layer: Middleware): Error {
  return new Error(
    `${named(layer)} neither called next() nor returned an answer, so the handler was not reached; \`await next()\`, or return an answer`,
  );
}

/** A middleware in words, for lists. */
export function middlewareName({ name }: Middleware): string {
  return name || "a middleware";
}

function named({ name }: Middleware): string {
  return name === "" ? "a middleware" : `the middleware ${name}`;
}

import { WebhookConfigError } from "../endpoint/errors.ts";
import { checkFunction } from "../endpoint/option-checks.ts";
import type { HandlerContext } from "./context.ts";

/** Answers an event: returns the answer, or nothing. */
export type Handler<Payload, Answer> = (
  context: HandlerContext<Payload>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement is of type void
) => Answer | undefined | void | Promise<Answer | undefined | void>;

/**
 * Wraps every handler: does something before and after `await next()`, or answers instead of it. One that returns nothing
 * passes on what `next()` gave, its error included: to recover from an error, return an answer.
 */
export type Middleware = (context: HandlerContext, next: () => Promise<unknown>) => unknown;

/**
 * Refuses what cannot be a middleware.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function checkMiddleware(middleware: unknown): void {
  checkFunction("use: middleware", middleware);
  const { length, name } = middleware as Middleware;
  if (length <= 2) return;
  const which = name === "" ? "one" : `${name},`;
  throw new WebhookConfigError(
    `use: middleware: expected a function of (context, next), got ${which} of ${length} arguments; middleware of Express belongs into app.use() of the app that the webhook is mounted in`,
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

function named({ name }: Middleware): string {
  return name === "" ? "a middleware" : `the middleware ${name}`;
}

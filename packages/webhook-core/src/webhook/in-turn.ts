import type { WebhookResponse } from "../endpoint/endpoint.ts";
import { asHttpError } from "../endpoint/error-reporter.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { parseJsonObject } from "../endpoint/parse-json.ts";
import { storeKey } from "../stores/store-key.ts";
import type { TurnContext, Turns } from "../turns/index.ts";
import { type Answered, write } from "./answer.ts";
import { Context } from "./context.ts";
import type { ConcurrencyOptions, TurnNotification } from "./options.ts";
import type { Route } from "./router.ts";

/** Keeps the turns of a conversation apart. */
export interface Concurrency {
  readonly turns: Turns;
  /** Whether a later turn takes the place of an earlier one. */
  readonly isLatest: boolean;
  readonly key: Exclude<ConcurrencyOptions["key"], string | undefined>;
}

/** The delivery whose turn it is. */
export interface Delivery {
  readonly route: Route;
  readonly context: Context<unknown>;
  readonly exchange: EndpointContext;
}

/**
 * What a conversation is to the platform, which sends no id of its own for it: a bot, a channel and an interlocutor. Undefined for
 * an event that has none.
 */
export function conversationId(notification: unknown): string | undefined {
  const { botId, event } = (notification ?? {}) as TurnNotification;
  const id = event?.interlocutor?.id;
  return typeof id === "string" ? JSON.stringify([botId, event?.channel, id]) : undefined;
}

/**
 * Puts a handler into the line of its conversation: it is called when the earlier turns are over.
 *
 * @throws WebhookError 409 `turn_pending`, `turn_lost`, 503 `store_unavailable`; whatever `handle` throws.
 */
export function inTurn(
  concurrency: Concurrency | null,
  delivery: Delivery,
  handle: () => Answered,
): () => Answered {
  if (concurrency === null) return handle;
  return async () => {
    const key = keyOf(concurrency, delivery.context);
    if (key === undefined) return handle();
    const superseded = () => nothingToDo(delivery);
    return concurrency.turns(key, turnContext(delivery), {
      handle: async () => handle(),
      superseded,
    });
  };
}

function keyOf({ key }: Concurrency, context: Context<unknown>): string | undefined {
  let own: unknown;
  try {
    own = key(context.notification as TurnNotification);
  } catch (error) {
    // It counts as the handler, as a filter does.
    throw context.failed(asHttpError(error));
  }
  return typeof own === "string" && own !== "" ? storeKey(own) : undefined;
}

function turnContext({ context, exchange }: Delivery): TurnContext {
  const { trace } = exchange;
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return {
    report: exchange.report,
    ...(trace === undefined ? {} : { trace }),
    waitUntil: exchange.waitUntil,
    stopped,
    throwIfStopped: () => context.throwIfAborted(),
    onStop(reason) {
      context.abort(reason);
      stop();
    },
  };
}

/** No actions, and the session as it came: it is read again, whatever a stopped handler did to it. */
async function nothingToDo({ route, context, exchange }: Delivery): Promise<WebhookResponse> {
  const notification = await route.codec.decode(parseJsonObject(context.request.body));
  const asked = { route, received: route.codec.received(notification), development: null };
  const own = new Context(notification, context.request, exchange, { needsHost: false });
  return write(asked, undefined, own);
}

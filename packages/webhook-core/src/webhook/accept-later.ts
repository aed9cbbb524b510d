import type { WebhookRequest, WebhookResponse } from "../endpoint/endpoint.ts";
import { WebhookError } from "../endpoint/errors.ts";
import type { EndpointContext } from "../endpoint/exchange.ts";
import { type Duplicates, keyOf } from "./once.ts";
import type { Route } from "./router.ts";

/** What tells deliveries apart. */
interface Distinction {
  readonly duplicates: Duplicates | null;
  readonly idHeader: string | null;
}

/**
 * Hands a notification that can be handled to the inbox in front of the webhook, whose acknowledgement is the answer.
 *
 * @throws WebhookError 500 `answer_awaited` when the sender waits for the handler's own answer.
 */
export async function acceptLater(
  { duplicates, idHeader }: Distinction,
  route: Route,
  payload: unknown,
  request: WebhookRequest,
  exchange: EndpointContext,
): Promise<WebhookResponse> {
  const awaited = whyNotLater(route);
  if (awaited !== undefined) throw new WebhookError("answer_awaited", awaited);
  const key = duplicates?.key;
  // The webhook's own notion of a duplicate comes first, then the id that the sender has signed.
  const id = key === undefined ? signedId(request, idHeader) : await keyOf(key, request);
  const facts = { payload, acknowledgement, ...(id === undefined ? {} : { id }) };
  return exchange.defer(() => facts, notReached);
}

/** Why the events of a route cannot be acknowledged before they are handled; undefined where they can. */
export function whyNotLater({ codec, topic }: Route): string | undefined {
  if (!codec.isAwaited) return undefined;
  return `"${topic}" is answered with what its handler returns, and the sender waits for it: it cannot be acknowledged first; mount its webhook without an inbox`;
}

/** As a handler is answered for that returns nothing. */
const acknowledgement: WebhookResponse = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: "{}",
};

function signedId({ headers }: WebhookRequest, idHeader: string | null): string | undefined {
  if (idHeader === null) return undefined;
  const id = headers.get(idHeader);
  return typeof id === "string" && id !== "" ? id : undefined;
}

/** Only called where there is an inbox. */
function notReached(): never {
  throw new TypeError("defer: expected an inbox in front of the webhook");
}

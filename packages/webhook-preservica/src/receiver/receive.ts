import { createHash } from "node:crypto";
import {
  checkBodyLimit,
  checkContentEncoding,
  checkMethod,
  type EndpointContext,
  type WebhookRequest,
  type WebhookResponse,
} from "@clustaar/webhook-core/endpoint";
import { answerChallenge, challengeCodes } from "./challenge.ts";
import type { PreservicaDelivery } from "./delivery.ts";
import { type Handlers, handleDelivery } from "./handle-delivery.ts";
import { knownTrigger } from "./known-trigger.ts";
import { readPayload, triggerOf } from "./payload.ts";
import type { ReceiverSettings } from "./receiver-options.ts";
import type { UnhandledWarnings } from "./unhandled-warnings.ts";

/** What a receiver is made of. */
export interface Pipeline {
  readonly settings: ReceiverSettings;
  readonly handlers: Handlers;
  readonly warnings: UnhandledWarnings;
}

/** The receive path: limit, method, challenge, verify, encoding, parse, handle. */
export async function receive(
  { settings, handlers, warnings }: Pipeline,
  request: WebhookRequest,
  context: EndpointContext,
): Promise<WebhookResponse> {
  const { maxBody, keys, legacyLatin1, once } = settings;
  /** An authentic delivery that is refused is lost, and the sender's logs are not ours to read. */
  const refusing = <T>(check: () => T): T => {
    try {
      return check();
    } catch (error) {
      if (isAuthentic(request, settings)) context.report(error);
      throw error;
    }
  };

  refusing(() => checkBodyLimit(request, maxBody));
  checkMethod(request, "POST");
  const codes = challengeCodes(request);
  if (codes !== undefined) {
    context.route = "challenge";
    return answerChallenge(codes, firstOf(keys), legacyLatin1);
  }
  // What an inbox took before was verified then, and it keeps no signatures.
  if (!context.accepted) verify(request, settings);
  context.route = "delivery";
  refusing(() => checkContentEncoding(request));
  const payload = refusing(() => readPayload(request.body));
  const trigger = triggerOf(payload, request.query);
  context.topic = trigger ?? undefined;

  const id = createHash("sha256").update(request.body).digest("hex");
  const facts = () => ({
    id: `${id}/${knownTrigger(trigger)}`,
    payload,
    acknowledgement: success,
  });
  return context.defer(facts, async () => {
    const { signal = new AbortController().signal, waitUntil, report } = context;
    const lost = new AbortController();
    const delivery: PreservicaDelivery = {
      id,
      payload,
      trigger,
      request,
      signal: once === null ? signal : AbortSignal.any([signal, lost.signal]),
      waitUntil,
    };
    warnings.check(delivery, handlers);
    const failure = await handleDelivery(delivery, handlers, { once, lost, report, waitUntil });
    // One is enough for the delivery to be sent again.
    if (failure !== undefined) throw failure;
    return { ...success, headers: { ...success.headers } };
  });
}

function verify(request: WebhookRequest, { scheme, keys }: ReceiverSettings): void {
  scheme.verify(request, keys);
}

function isAuthentic(request: WebhookRequest, settings: ReceiverSettings): boolean {
  try {
    verify(request, settings);
    return true;
  } catch {
    return false;
  }
}

const success: Readonly<WebhookResponse> = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ success: true }),
};

function firstOf<T>(list: readonly T[]): T {
  return list[0] as T; // `receiverSettings` lets no empty list through
}

import { TextDecoder } from "node:util";
import { type Interlocutor, schemas, type Wire } from "@clustaar/webhook-core";
import { type SignedRequest, signedRequest } from "@clustaar/webhook-core/testing";
import type { BotStep, WireActions } from "../bot/bot.ts";
import type { Exchange, SentRequest } from "./exchange.ts";
import { readResponse, received } from "./read-response.ts";
import type { Transport } from "./transport.ts";

/** How requests are signed. */
export interface Credentials {
  /** The private key of the bot's webhook tab; null: unsigned. */
  readonly privateKey: string | null;
  /** The basic credentials of the bot's webhook tab; null: none. */
  readonly auth: { readonly username: string; readonly password: string } | null;
}

/** A step that was reached, with all that is sent about it. */
export interface StepCall {
  readonly botId: string;
  readonly step: BotStep;
  readonly actions: WireActions;
  readonly channel: string;
  readonly interlocutor: Interlocutor;
  readonly session: { readonly values: Readonly<Record<string, unknown>> };
  /** What made the conversation reach the step, as on the wire; undefined: nothing. */
  readonly input: Wire | undefined;
  /** The conversation's time, in epoch milliseconds. */
  readonly now: number;
}

/**
 * Calls the webhook for a step that was reached.
 *
 * @throws ConversationError where there is no answer at all.
 */
export async function callWebhook(
  transport: Transport,
  { privateKey, auth }: Credentials,
  call: StepCall,
): Promise<Exchange> {
  // A server judges by its own clock, so its requests are dated by this machine's.
  const date = transport.keepsTime ? call.now : Date.now();
  const request = signedRequest({
    notification: notificationOf(call),
    date: new Date(date),
    ...(privateKey === null ? {} : { privateKey }),
    ...(auth === null ? {} : { auth }),
  });
  const started = performance.now();
  const response = received(await transport.send(request, call.now));
  const milliseconds = performance.now() - started;
  return {
    step: call.step.id,
    request: sent(request, transport.url),
    response,
    ...readResponse(response),
    milliseconds,
  };
}

function notificationOf(call: StepCall): Wire {
  const { id, name, userData } = call.step;
  return {
    topic: "conversation.step_reached",
    botID: call.botId,
    timestamp: Math.floor(call.now / 1000),
    type: "notification_event",
    data: {
      type: "step_reached_event",
      channel: call.channel,
      interlocutor: schemas.webhook_interlocutor.encode(call.interlocutor),
      session: call.session,
      step: { id, name, userData, actions: call.actions },
      // JSON leaves out what is undefined.
      input: call.input,
    },
  };
}

function sent({ method, headers, body }: SignedRequest, url: string | null): SentRequest {
  const all = Object.fromEntries(headers);
  // States and transcripts are kept in files.
  if (all.authorization !== undefined) all.authorization = "Basic ***";
  return { method, url, headers: all, body: new TextDecoder().decode(body) };
}

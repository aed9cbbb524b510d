import { createSecretKey } from "node:crypto";
import {
  events,
  jsonKeyEquals,
  jsonKeyExists,
  sendTextAction,
  stepId,
  stepReachedResponse,
  Webhook,
  type WebhookRequest,
} from "@clustaar/webhook-core";
import { signedRequest } from "@clustaar/webhook-core/testing";
import { floor, type Signed } from "./floor.ts";
import { type Contestant, type Effort, measure } from "./measure.ts";
import { largest, type Message, messages, rich, STEP_ID } from "./messages.ts";
import { against, micros, type Table } from "./table.ts";

export const KEY = "a private key of about 32 letters";
const AUTH = { username: "bot", password: "s3cret, rather long" };

const targets = [
  { message: messages.small, target: 1.35 },
  { message: messages.medium, target: 1.25 },
  { message: messages.large, target: 1.25 },
  { message: largest, target: 1.25 },
  { message: rich.small, target: 1.35 },
  { message: rich.medium, target: 1.25 },
  { message: rich.large, target: 1.25 },
  { message: rich.largest, target: 1.25 },
];

/** The whole receive path against the floor, a row for each size. */
export async function receiveTable(effort: Effort): Promise<Table> {
  const rows: string[][] = [];
  for (const { message, target } of targets) {
    const [base, whole] = await measure(receivePath(message), effort);
    if (base === undefined || whole === undefined) throw new Error("nothing was measured");
    rows.push([
      message.name,
      micros(base.micros),
      micros(whole.micros),
      against(whole.ratio, "at most", target),
    ]);
  }
  return {
    title: "The whole receive path",
    note: "Basic auth, signature, age, parse, route with three filters, decode, handler, check of the answer, encode and stringify through `Webhook.handle`, against HMAC-SHA1 by `createHmac`, which both give a key that was prepared once, a comparison in constant time, `JSON.parse` and `JSON.stringify` of the same answer, the order of its keys aside. Rich messages hold accents, emoji and markup.",
    head: ["message", "floor, us", "whole path, us", "ratio"],
    rows,
  };
}

/** The floor, and the whole path that is held against it; `delivered` is what arrives of a message signed before. */
export function receivePath(
  message: Message,
  delivered = message.body,
): readonly [Contestant, Contestant] {
  const request: WebhookRequest = { ...requestOf(message), body: delivered };
  const signed = signedPart(request);
  const webhook = wholePath();
  // Prepared once, as the whole path prepares its own.
  const key = createSecretKey(Buffer.from(KEY));
  return [
    { name: "floor", run: () => floor(signed, key) },
    { name: "whole path", run: () => webhook.handle(request) },
  ];
}

/** A webhook with every check on and one route of three filters, whose handler echoes the step and adds a text. */
export function wholePath(): Webhook {
  // A day, so that one signed message lasts for the whole run.
  const webhook = new Webhook({ privateKey: KEY, auth: AUTH, maxAge: 86_400 });
  return webhook.on(
    events.CONVERSATION_STEP_REACHED,
    ({ notification }) => {
      const { session, step } = notification.event;
      const hello = sendTextAction({ alternatives: ["Hello"] });
      return stepReachedResponse({ actions: [...step.actions, hello], session });
    },
    {
      filters: [
        stepId(STEP_ID),
        jsonKeyEquals("data.channel", "customer_chat"),
        jsonKeyExists("data.session.values"),
      ],
    },
  );
}

/** A message as the platform sends it. */
function requestOf({ body }: Message): WebhookRequest {
  return signedRequest({ body, privateKey: KEY, auth: AUTH });
}

/** The headers of a message as the platform sends it, by lower-case names. */
export function headersOf(message: Message): Record<string, string> {
  const { headers } = requestOf(message);
  const names = ["content-type", "date", "x-hub-signature", "authorization"];
  return Object.fromEntries(names.map((name) => [name, headers.get(name) ?? ""]));
}

function signedPart({ headers, body }: WebhookRequest): Signed {
  return { date: headers.get("date"), signature: headers.get("x-hub-signature"), body };
}

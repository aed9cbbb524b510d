import { schemas, type WebhookNotification } from "@clustaar/schemas";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { WebhookConfigError } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { didYouMean } from "../endpoint/nearest.ts";
import type { JsonObject, NotificationWire } from "../filters/index.ts";
import { type EventCodec, type ReadBy, schemaCodec, type WrittenBy } from "./event-codec.ts";
import { type StepReachedEvent, stepReachedCodec } from "./step-reached-codec.ts";

/**
 * The topics that the platform sends, under the names of the Python framework.
 *
 * @example
 * ```ts
 * import { events } from "@clustaar/webhook-core";
 *
 * console.log(events.CONVERSATION_STEP_REACHED); // "conversation.step_reached"
 * ```
 */
export const events = {
  CONVERSATION_STEP_REACHED: "conversation.step_reached",
} as const;

/** What each topic carries, and what its handler may answer; `on` infers a handler's types from it. */
export interface TopicMap {
  /** A conversation has reached a step that uses the webhook. */
  [events.CONVERSATION_STEP_REACHED]: StepReachedEvent;
}

/** The name of a topic the platform sends. */
export type Topic = keyof TopicMap;

/** One row a topic: how it is read and how its answer is written. */
const codecs: { readonly [T in Topic]: EventCodec<TopicMap[T]["payload"], TopicMap[T]["answer"]> } =
  {
    // Written out: bundlers keep what a computed name stands in front of.
    "conversation.step_reached": stepReachedCodec,
  };

/** An event of your own, made by {@link defineEvent}, with the types of its payload and its answer. */
export interface EventDefinition<Name extends string, Payload, Answer> {
  /** What the body carries under `topic`. */
  readonly topic: Name;
  /**
   * How it is read and answered; for `on`. Under a name, since a symbol in its type would make two copies' events differ.
   *
   * @internal
   */
  readonly "~event": EventCodec<Payload, Answer>;
}

/**
 * Adds an event to those that a `Webhook` can route. Without a schema it is read as the platform's envelope, with whatever
 * JSON the event holds; `schema` is any Standard Schema (zod, valibot, arktype ...) for the whole JSON body, or one of
 * `schemas`, which reads a model. `answer` is one for what the handler returns; without it the handler may return any
 * JSON.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when the topic is empty or belongs to the platform, or a schema is not a Standard Schema.
 *
 * @example
 * ```ts
 * import { defineEvent, Webhook } from "@clustaar/webhook-core";
 * import { simulate } from "@clustaar/webhook-core/testing";
 * import { z } from "zod";
 *
 * const orderPaid = defineEvent(
 *   "order.paid",
 *   z.object({ topic: z.string(), total: z.number() }),
 *   { answer: z.object({ thanks: z.string() }) },
 * );
 * const webhook = new Webhook();
 * webhook.on(orderPaid, ({ notification }) => ({ thanks: `for the ${notification.total}` }));
 *
 * const { body } = await simulate(webhook, { notification: { topic: "order.paid", total: 12 } });
 * console.log(body); // '{"thanks":"for the 12"}'
 * ```
 *
 * @example
 * ```ts
 * import { defineEvent, Webhook } from "@clustaar/webhook-core";
 * import { simulate } from "@clustaar/webhook-core/testing";
 *
 * const webhook = new Webhook();
 * webhook.on(defineEvent("bot.paused"), ({ notification }) => ({ bot: notification.botId, was: notification.event }));
 *
 * const paused = { topic: "bot.paused", botID: "4321", data: { by: "Ada" } };
 * const { body } = await simulate(webhook, { notification: paused });
 * console.log(body); // '{"bot":"4321","was":{"by":"Ada"}}'
 * ```
 */
export function defineEvent<const Name extends string>(
  topic: Name,
): EventDefinition<Name, WebhookNotification<unknown>, unknown>;
export function defineEvent<
  const Name extends string,
  Payload extends StandardSchemaV1,
  Answer extends StandardSchemaV1 = StandardSchemaV1<unknown, unknown>,
>(
  topic: Name,
  schema: Payload,
  options?: { readonly answer?: Answer },
): EventDefinition<Name, ReadBy<Payload>, WrittenBy<Answer>>;
export function defineEvent(
  topic: string,
  ...given: [schema?: StandardSchemaV1, options?: { readonly answer?: StandardSchemaV1 }]
): AnyEvent {
  if (typeof topic !== "string" || topic === "") {
    throw new WebhookConfigError(`defineEvent: expected a topic, got ${kindOf(topic)}`);
  }
  if (Object.hasOwn(codecs, topic)) {
    throw new WebhookConfigError(
      `defineEvent: "${topic}" is the platform's own topic; give it to \`on\` as it is`,
    );
  }
  // A schema that is undefined is a mistake, and not none.
  const [schema, options = {}] = given.length === 0 ? [schemas.webhook_request] : given;
  return { topic, "~event": schemaCodec(topic, schema as StandardSchemaV1, options.answer) };
}

/** Any event made by {@link defineEvent}, whatever it carries. */
// biome-ignore lint/suspicious/noExplicitAny: any event at all, so that `on` can infer from the one it is given
export type AnyEvent = EventDefinition<string, any, any>;

/** What the handler of `E` finds under `notification`. */
export type PayloadOf<E extends Topic | AnyEvent> = E extends Topic
  ? TopicMap[E] extends { readonly payload: infer Payload }
    ? Payload
    : never
  : E extends EventDefinition<string, infer Payload, infer _>
    ? Payload
    : never;

/** What filters of `E` find: what the topic has on the wire, or any JSON object for an event of your own. */
export type WireOf<E extends Topic | AnyEvent> = E extends Topic
  ? TopicMap[E] extends { readonly wire: infer Wire }
    ? Wire
    : NotificationWire
  : JsonObject & { readonly topic: string };

/** What the handler of `E` may return. */
export type AnswerOf<E extends Topic | AnyEvent> = E extends Topic
  ? TopicMap[E] extends { readonly answer: infer Answer }
    ? Answer
    : never
  : E extends EventDefinition<string, infer _, infer Answer>
    ? Answer
    : never;

/** The topic of an event and how it is read and answered; not part of the public names. */
export function resolveEvent(event: Topic | AnyEvent): {
  topic: string;
  codec: EventCodec<unknown, unknown>;
} {
  if (typeof event === "string" && Object.hasOwn(codecs, event)) {
    return { topic: event, codec: codecs[event] as EventCodec<unknown, unknown> };
  }
  if (typeof event === "object" && event !== null && "~event" in event) {
    return { topic: event.topic, codec: event["~event"] };
  }
  const topics = Object.keys(codecs);
  const came = typeof event === "string" ? JSON.stringify(event) : kindOf(event);
  const meant = typeof event === "string" ? didYouMean(event, topics) : "";
  throw new WebhookConfigError(
    `on: unknown topic ${came}${meant === "" ? "; the" : `${meant} The`} platform's topics are ${topics.join(", ")}, others come from defineEvent(topic) or defineEvent(topic, schema)`,
  );
}

import {
  constant,
  type Extra,
  eventOf,
  type InitOf,
  integer,
  type ModelOf,
  text,
} from "../fields.ts";
import type { Schema, Wire } from "../schema.ts";
import { build, defineSchema } from "../schema-table.ts";
import type { StepReached } from "./step-reached.ts";
import { topicSchemas } from "./topics.ts";

const fields = {
  /** What happened, such as `conversation.step_reached`. */
  topic: text(),
  /** The bot it happened to; `""` if the platform sends none (`botID` on the wire). */
  botId: text({ wire: "botID", missing: "empty" }),
  /** When it happened, in seconds since 1970; null if the platform sends none. */
  timestamp: integer({ missing: "null" }),
  /** Always `notification_event`. */
  type: constant("notification_event", { missing: "null" }),
  /** The event, of its topic's type (`data` on the wire). */
  event: eventOf(topicSchemas, { wire: "data" }),
};

/**
 * What the platform posts to a webhook: a topic and its event, which is of the topic's type.
 * `WebhookNotification<unknown>` is that of a topic this package does not know.
 */
export interface WebhookNotification<Event = StepReached> extends ModelOf<typeof fields>, Extra {
  /** The event, of its topic's type (`data` on the wire). */
  event: Event;
}

/** What {@link notification} takes. */
export interface WebhookNotificationInit<Event = StepReached> extends InitOf<typeof fields>, Extra {
  /** The event, of its topic's type (`data` on the wire). */
  event: Event;
}

/** The wire schema of {@link WebhookNotification}, whose `encode` takes every topic's. */
export interface WebhookNotificationSchema extends Schema<"webhook_request", WebhookNotification> {
  encode(model: WebhookNotification<unknown>): Wire;
}

/** The wire schema of {@link WebhookNotification}. */
export const webhookRequestSchema = defineSchema<"webhook_request", WebhookNotification>(
  "webhook_request",
  fields,
  { tolerant: true },
);

/**
 * What the platform posts to a webhook: a topic and its event.
 *
 * @example
 * ```ts
 * import { conversationSession, customEvent, interlocutor, notification, step, stepReached } from "@clustaar/schemas";
 *
 * const sent = notification({
 *   topic: "conversation.step_reached",
 *   botId: "4321",
 *   timestamp: 1514998709,
 *   event: stepReached({
 *     channel: "facebook",
 *     interlocutor: interlocutor({ id: "1", remoteId: "42", customAttributes: {} }),
 *     session: conversationSession({ values: {} }),
 *     step: step({ id: "507f191e810c19729de860ea", name: "Hello", userData: "{}", actions: [] }),
 *     input: customEvent({ name: "opened" }),
 *   }),
 * });
 * console.log(sent.event.type); // "step_reached_event"
 * ```
 */
export function notification<Event>(
  init: WebhookNotificationInit<Event>,
): WebhookNotification<Event> {
  // A builder carries the event it is given.
  return build(
    webhookRequestSchema,
    init,
  ) as WebhookNotification<unknown> as WebhookNotification<Event>;
}

import { constant, type InitOf, integer, type ModelOf, oneOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { webhookStepReachedSchema } from "./step-reached.ts";

const fields = {
  topic: text(),
  botID: text({ as: "botId", missing: "null" }),
  timestamp: integer({ missing: "null" }),
  type: constant("notification_event", { missing: "null" }),
  data: oneOf([webhookStepReachedSchema], { as: "event" }),
};

/**
 * What the platform posts to a webhook: a topic and its event.
 *
 * @example
 * ```ts
 * import type { WebhookNotification } from "@clustaar/schemas";
 * import { conversationSession, customEvent, interlocutor, notification, step, stepReached } from "@clustaar/schemas";
 *
 * const sent: WebhookNotification = notification({
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
export interface WebhookNotification extends ModelOf<typeof fields> {}

/** What {@link notification} takes. */
export interface WebhookNotificationInit extends InitOf<typeof fields> {}

/** The wire schema of {@link WebhookNotification}. */
export const webhookRequestSchema = defineSchema<"webhook_request", WebhookNotification>(
  "webhook_request",
  fields,
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
export function notification(init: WebhookNotificationInit): WebhookNotification {
  return build(webhookRequestSchema, init);
}

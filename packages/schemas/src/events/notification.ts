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
 * import type { Notification } from "@clustaar/schemas";
 * import { conversationSession, customEvent, interlocutor, request, step, stepReached } from "@clustaar/schemas";
 *
 * const notification: Notification = request({
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
 * console.log(notification.event.type); // "step_reached_event"
 * ```
 */
export interface Notification extends ModelOf<typeof fields> {}

/** What {@link request} takes. */
export interface NotificationInit extends InitOf<typeof fields> {}

/** The wire schema of {@link Notification}. */
export const webhookRequestSchema = defineSchema<"webhook_request", Notification>(
  "webhook_request",
  fields,
);

/**
 * What the platform posts to a webhook: a topic and its event.
 *
 * @example
 * ```ts
 * import { conversationSession, customEvent, interlocutor, request, step, stepReached } from "@clustaar/schemas";
 *
 * const notification = request({
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
 * console.log(notification.event.type); // "step_reached_event"
 * ```
 */
export function request(init: NotificationInit): Notification {
  return build(webhookRequestSchema, init);
}

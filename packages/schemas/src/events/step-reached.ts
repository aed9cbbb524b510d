import { constant, type Extra, type InitOf, type ModelOf, object, text } from "../fields.ts";
import { anyInput } from "../inputs/registry.ts";
import { build, defineSchema } from "../schema-table.ts";
import { webhookConversationSessionSchema } from "./conversation-session.ts";
import { webhookInterlocutorSchema } from "./interlocutor.ts";
import { webhookStepSchema } from "./step.ts";

const fields = {
  /** Always `step_reached_event`. */
  type: constant("step_reached_event", { missing: "null" }),
  /** Where the conversation runs, such as `facebook` or `customer_chat`. */
  channel: text({ missing: "null" }),
  /** Who the bot is talking to; its fields read as empty if the platform sends none. */
  interlocutor: object(webhookInterlocutorSchema, { missing: "empty" }),
  /** What the conversation remembers; change it and answer with it. */
  session: object(webhookConversationSessionSchema, { missing: "empty" }),
  /** The step the conversation has reached, with the actions it is configured to run. */
  step: object(webhookStepSchema, { missing: "empty" }),
  /** What made the conversation reach the step; null if the platform does not say. */
  input: anyInput,
};

/** The event that a conversation has reached a step. */
export interface StepReached extends ModelOf<typeof fields>, Extra {}

/** What {@link stepReached} takes. */
export interface StepReachedInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link StepReached}. */
export const webhookStepReachedSchema = defineSchema<"webhook_step_reached", StepReached>(
  "webhook_step_reached",
  fields,
  { tolerant: true },
);

/**
 * The event that a conversation has reached a step.
 *
 * @example
 * ```ts
 * import { conversationSession, customEvent, interlocutor, step, stepReached } from "@clustaar/schemas";
 *
 * const event = stepReached({
 *   channel: "facebook",
 *   interlocutor: interlocutor({ id: "1", remoteId: "42", customAttributes: {} }),
 *   session: conversationSession({ values: {} }),
 *   step: step({ id: "507f191e810c19729de860ea", name: "Hello", userData: "{}", actions: [] }),
 *   input: customEvent({ name: "opened" }),
 * });
 * console.log(event.type); // "step_reached_event"
 * ```
 */
export function stepReached(init: StepReachedInit): StepReached {
  return build(webhookStepReachedSchema, init);
}

import { constant, type InitOf, type ModelOf, object, oneOf, orUnknown, text } from "../fields.ts";
import { inputSchemas } from "../inputs/registry.ts";
import { build, defineSchema } from "../schema.ts";
import { webhookConversationSessionSchema } from "./conversation-session.ts";
import { webhookInterlocutorSchema } from "./interlocutor.ts";
import { webhookStepSchema } from "./step.ts";

const fields = {
  type: constant("step_reached_event", { missing: "null" }),
  channel: text({ missing: "null" }),
  interlocutor: object(webhookInterlocutorSchema, { missing: "empty" }),
  session: object(webhookConversationSessionSchema, { missing: "empty" }),
  step: object(webhookStepSchema, { missing: "empty" }),
  input: orUnknown(oneOf(inputSchemas, { missing: "null" })),
};

/**
 * The event that a conversation has reached a step.
 *
 * @example
 * ```ts
 * import type { StepReached } from "@clustaar/schemas";
 * import { conversationSession, customEvent, interlocutor, step, stepReached } from "@clustaar/schemas";
 *
 * const event: StepReached = stepReached({
 *   channel: "facebook",
 *   interlocutor: interlocutor({ id: "1", remoteId: "42", customAttributes: {} }),
 *   session: conversationSession({ values: {} }),
 *   step: step({ id: "507f191e810c19729de860ea", name: "Hello", userData: "{}", actions: [] }),
 *   input: customEvent({ name: "opened" }),
 * });
 * console.log(event.type); // "step_reached_event"
 * ```
 */
export interface StepReached extends ModelOf<typeof fields> {}

/** What {@link stepReached} takes. */
export interface StepReachedInit extends InitOf<typeof fields> {}

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

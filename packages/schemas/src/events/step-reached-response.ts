import { anyAction } from "../actions/registry.ts";
import { type Extra, type InitOf, list, type ModelOf, object } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { webhookConversationSessionSchema } from "./conversation-session.ts";
import { webhookInterlocutorSchema } from "./interlocutor.ts";

const fields = {
  /** What the bot does now, instead of the step's own actions. */
  actions: list(anyAction),
  /** What the conversation remembers from now on. */
  session: object(webhookConversationSessionSchema, { optional: true, nullable: true }),
  /** What the platform remembers of the visitor from now on. */
  interlocutor: object(webhookInterlocutorSchema, { optional: true, nullable: true }),
};

/** The answer to a step that was reached. */
export interface StepReachedResponse extends ModelOf<typeof fields>, Extra {}

/** What {@link stepReachedResponse} takes. */
export interface StepReachedResponseInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link StepReachedResponse}. */
export const webhookStepReachedResponseSchema = defineSchema<
  "webhook_step_reached_response",
  StepReachedResponse
>("webhook_step_reached_response", fields, { tolerant: true });

/**
 * The answer to a step: the actions to run instead of its own, and what to store.
 *
 * @example
 * ```ts
 * import { pauseBotAction, stepReachedResponse } from "@clustaar/schemas";
 *
 * const answer = stepReachedResponse({ actions: [pauseBotAction()] });
 * console.log(answer.actions.length); // 1
 * ```
 */
export function stepReachedResponse(init: StepReachedResponseInit): StepReachedResponse {
  return build(webhookStepReachedResponseSchema, init);
}

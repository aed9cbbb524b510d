import { actionSchemas } from "../actions/registry.ts";
import { type InitOf, list, type ModelOf, object, oneOf, orUnknown } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { webhookConversationSessionSchema } from "./conversation-session.ts";
import { webhookInterlocutorSchema } from "./interlocutor.ts";

const fields = {
  actions: list(orUnknown(oneOf(actionSchemas))),
  session: object(webhookConversationSessionSchema, { optional: true, nullable: true }),
  interlocutor: object(webhookInterlocutorSchema, { optional: true, nullable: true }),
};

/**
 * The answer to a step that was reached.
 *
 * @example
 * ```ts
 * import type { StepReachedResponse } from "@clustaar/schemas";
 * import { pauseBotAction, stepReachedResponse } from "@clustaar/schemas";
 *
 * const answer: StepReachedResponse = stepReachedResponse({ actions: [pauseBotAction()] });
 * console.log(answer.actions.length); // 1
 * ```
 */
export interface StepReachedResponse extends ModelOf<typeof fields> {}

/** What {@link stepReachedResponse} takes. */
export interface StepReachedResponseInit extends InitOf<typeof fields> {}

/** The wire schema of {@link StepReachedResponse}. */
export const webhookStepReachedResponseSchema = defineSchema<
  "webhook_step_reached_response",
  StepReachedResponse
>("webhook_step_reached_response", fields, { tolerant: true });

/**
 * The answer to a step that was reached: the actions to run instead, and what to store.
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

import { dict, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const fields = {
  values: dict({ missing: "empty" }),
};

/**
 * What the conversation remembers.
 *
 * @example
 * ```ts
 * import type { ConversationSession } from "@clustaar/schemas";
 * import { conversationSession } from "@clustaar/schemas";
 *
 * const value: ConversationSession = conversationSession({ values: { name: "Ada" } });
 * console.log(value.values.name); // "Ada"
 * ```
 */
export interface ConversationSession extends ModelOf<typeof fields> {}

/** What {@link conversationSession} takes. */
export interface ConversationSessionInit extends InitOf<typeof fields> {}

/** The wire schema of {@link ConversationSession}. */
export const webhookConversationSessionSchema = defineSchema<
  "webhook_conversation_session",
  ConversationSession
>("webhook_conversation_session", fields, { tolerant: true });

/**
 * What the conversation is to remember: any JSON object.
 *
 * @example
 * ```ts
 * import { conversationSession } from "@clustaar/schemas";
 *
 * const value = conversationSession({ values: { name: "Ada" } });
 * console.log(value.values.name); // "Ada"
 * ```
 */
export function conversationSession(init: ConversationSessionInit): ConversationSession {
  return build(webhookConversationSessionSchema, init);
}

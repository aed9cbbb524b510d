import { dict, type Extra, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const fields = {
  /** What the conversation remembers, by name: any JSON. Reads as `{}` if the platform sends none. */
  values: dict({ missing: "empty" }),
};

/** What the conversation remembers. */
export interface ConversationSession extends ModelOf<typeof fields>, Extra {}

/** What {@link conversationSession} takes. */
export interface ConversationSessionInit extends InitOf<typeof fields>, Extra {}

/** The wire schema of {@link ConversationSession}. */
export const webhookConversationSessionSchema = defineSchema<
  "webhook_conversation_session",
  ConversationSession
>("webhook_conversation_session", fields, { tolerant: true });

/**
 * What the conversation should remember: any JSON object.
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

import { constant, type InitOf, list, type ModelOf, oneOf, orUnknown, text } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";
import { attachmentSchemas } from "./attachments.ts";

const incomingMessageFields = {
  type: constant("message"),
  text: text({ clean: ["normalize", "html"] }),
  attachments: list(orUnknown(oneOf(attachmentSchemas))),
};

/**
 * The input that the visitor wrote something.
 *
 * @example
 * ```ts
 * import type { IncomingMessage } from "@clustaar/schemas";
 * import { incomingMessage } from "@clustaar/schemas";
 *
 * const input: IncomingMessage = incomingMessage({ text: "Hello", attachments: [] });
 * console.log(input.type); // "message"
 * ```
 */
export interface IncomingMessage extends ModelOf<typeof incomingMessageFields> {}

/** What {@link incomingMessage} takes. */
export interface IncomingMessageInit extends InitOf<typeof incomingMessageFields> {}

/** The wire schema of {@link IncomingMessage}. */
export const incomingMessageSchema = defineSchema<"incoming_message", IncomingMessage>(
  "incoming_message",
  incomingMessageFields,
);

/**
 * The input that the visitor wrote something.
 *
 * @example
 * ```ts
 * import { incomingMessage } from "@clustaar/schemas";
 *
 * const input = incomingMessage({ text: "Hello", attachments: [] });
 * console.log(input.type); // "message"
 * ```
 */
export function incomingMessage(init: IncomingMessageInit): IncomingMessage {
  return build(incomingMessageSchema, init);
}

const replyToActionToMessageFields = {
  type: constant("message"),
  attachments: constant([]),
  text: text({ as: "message", clean: ["normalize", "html"] }),
};

/**
 * The original's way of writing a clicked reply as a message.
 *
 * @example
 * ```ts
 * import type { ReplyToActionToMessage } from "@clustaar/schemas";
 * import { replyToActionToMessage } from "@clustaar/schemas";
 *
 * const input: ReplyToActionToMessage = replyToActionToMessage({ message: "Yes, please" });
 * console.log(input.type); // "message"
 * ```
 */
export interface ReplyToActionToMessage extends ModelOf<typeof replyToActionToMessageFields> {}

/** What {@link replyToActionToMessage} takes. */
export interface ReplyToActionToMessageInit extends InitOf<typeof replyToActionToMessageFields> {}

/** The wire schema of {@link ReplyToActionToMessage}. */
export const replyToActionToMessageSchema = defineSchema<
  "reply_to_action_to_message",
  ReplyToActionToMessage
>("reply_to_action_to_message", replyToActionToMessageFields);

/**
 * A clicked reply written as a message without attachments.
 *
 * @example
 * ```ts
 * import { replyToActionToMessage } from "@clustaar/schemas";
 *
 * const input = replyToActionToMessage({ message: "Yes, please" });
 * console.log(input.type); // "message"
 * ```
 */
export function replyToActionToMessage(init: ReplyToActionToMessageInit): ReplyToActionToMessage {
  return build(replyToActionToMessageSchema, init);
}

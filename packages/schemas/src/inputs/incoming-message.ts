import { constant, type Extra, type InitOf, list, type ModelOf, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";
import { anyAttachment } from "./attachments.ts";

const incomingMessageFields = {
  /** Always `message`. */
  type: constant("message"),
  /** What the visitor wrote, normalised and cleaned of HTML (`I <3 you` arrives as `I &lt;3 you`): filters see the wire as it came. */
  text: text({ clean: ["normalize", "html"] }),
  /** The files that came with it. */
  attachments: list(anyAttachment),
};

/** The input that the visitor wrote something. */
export interface IncomingMessage extends ModelOf<typeof incomingMessageFields>, Extra {}

/** What {@link incomingMessage} takes. */
export interface IncomingMessageInit extends InitOf<typeof incomingMessageFields>, Extra {}

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
  /** Always `message`. */
  type: constant("message"),
  /** Always an empty list. */
  attachments: constant([]),
  /** What the clicked reply says, normalised and cleaned of HTML (`text` on the wire). */
  message: text({ wire: "text", clean: ["normalize", "html"] }),
};

/** The original's way of writing a clicked reply as a message. */
export interface ReplyToActionToMessage
  extends ModelOf<typeof replyToActionToMessageFields>,
    Extra {}

/** What {@link replyToActionToMessage} takes. */
export interface ReplyToActionToMessageInit
  extends InitOf<typeof replyToActionToMessageFields>,
    Extra {}

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

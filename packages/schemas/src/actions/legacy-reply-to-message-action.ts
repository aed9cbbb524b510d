import { constant, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema.ts";

const documentAttachmentFields = {
  name: text({ min: 1, max: 150, pattern: patterns.key }),
  url: text(),
};

/**
 * A document that comes with a legacy reply.
 *
 * @example
 * ```ts
 * import type { DocumentAttachment } from "@clustaar/schemas";
 * import { documentAttachment } from "@clustaar/schemas";
 *
 * const attachment: DocumentAttachment = documentAttachment({ name: "invoice", url: "https://example.com/invoice.pdf" });
 * console.log(attachment.name); // "invoice"
 * ```
 */
export interface DocumentAttachment extends ModelOf<typeof documentAttachmentFields> {}

/** What {@link documentAttachment} takes. */
export interface DocumentAttachmentInit extends InitOf<typeof documentAttachmentFields> {}

/** The wire schema of {@link DocumentAttachment}. */
export const documentAttachmentSchema = defineSchema<"document_attachment", DocumentAttachment>(
  "document_attachment",
  documentAttachmentFields,
);

/**
 * A document that comes with a legacy reply; it has a name and a URL, and no `type`.
 *
 * @example
 * ```ts
 * import { documentAttachment } from "@clustaar/schemas";
 *
 * const attachment = documentAttachment({ name: "invoice", url: "https://example.com/invoice.pdf" });
 * console.log(attachment.name); // "invoice"
 * ```
 */
export function documentAttachment(init: DocumentAttachmentInit): DocumentAttachment {
  return build(documentAttachmentSchema, init);
}

const legacyReplyToMessageActionFields = {
  type: constant("legacy_reply_to_message_action"),
  message: text({ min: 1, max: 1000, clean: ["html"] }),
  attachments: list(object(documentAttachmentSchema), {
    optional: true,
    nullable: true,
    omitNull: true,
  }),
};

/**
 * Answers in the visitor's name with a text.
 *
 * @example
 * ```ts
 * import type { LegacyReplyToMessageAction } from "@clustaar/schemas";
 * import { legacyReplyToMessageAction } from "@clustaar/schemas";
 *
 * const action: LegacyReplyToMessageAction = legacyReplyToMessageAction({ message: "Yes, please" });
 * console.log(action.type); // "legacy_reply_to_message_action"
 * ```
 */
export interface LegacyReplyToMessageAction
  extends ModelOf<typeof legacyReplyToMessageActionFields> {}

/** What {@link legacyReplyToMessageAction} takes. */
export interface LegacyReplyToMessageActionInit
  extends InitOf<typeof legacyReplyToMessageActionFields> {}

/** The wire schema of {@link LegacyReplyToMessageAction}. */
export const legacyReplyToMessageActionSchema = defineSchema<
  "legacy_reply_to_message_action",
  LegacyReplyToMessageAction
>("legacy_reply_to_message_action", legacyReplyToMessageActionFields);

/**
 * Answers in the visitor's name with a text of 1 to 1000 characters.
 *
 * @example
 * ```ts
 * import { legacyReplyToMessageAction } from "@clustaar/schemas";
 *
 * const action = legacyReplyToMessageAction({ message: "Yes, please" });
 * console.log(action.type); // "legacy_reply_to_message_action"
 * ```
 */
export function legacyReplyToMessageAction(
  init: LegacyReplyToMessageActionInit,
): LegacyReplyToMessageAction {
  return build(legacyReplyToMessageActionSchema, init);
}

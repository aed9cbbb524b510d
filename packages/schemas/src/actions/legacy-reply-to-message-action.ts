import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

/** The fields of {@link documentAttachment}. */
export const documentAttachmentFields = {
  /** The document's name: 1 to 150 letters, digits and underscores. */
  name: text({ min: 1, max: 150, pattern: patterns.key }),
  /** Where the document is. */
  url: text(),
};

/** A document that comes with a legacy reply. */
export interface DocumentAttachment extends ModelOf<typeof documentAttachmentFields>, Extra {}

/** What {@link documentAttachment} takes. */
export interface DocumentAttachmentInit extends InitOf<typeof documentAttachmentFields>, Extra {}

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

/** The fields of {@link legacyReplyToMessageAction}. */
export const legacyReplyToMessageActionFields = {
  /** Always `legacy_reply_to_message_action`. */
  type: constant("legacy_reply_to_message_action"),
  /** What a click writes in the visitor's name, 1 to 1000 characters. */
  message: text({ min: 1, max: 1000, clean: ["html"] }),
  /** Documents that go with the message. */
  attachments: list(object(documentAttachmentSchema), {
    optional: true,
    nullable: true,
    omitNull: true,
  }),
};

/** Answers in the visitor's name with a text. */
export interface LegacyReplyToMessageAction
  extends ModelOf<typeof legacyReplyToMessageActionFields>,
    Extra {}

/** What {@link legacyReplyToMessageAction} takes. */
export interface LegacyReplyToMessageActionInit
  extends InitOf<typeof legacyReplyToMessageActionFields>,
    Extra {}

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

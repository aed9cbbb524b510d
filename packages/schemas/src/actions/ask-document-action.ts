import { constant, type Extra, type InitOf, list, type ModelOf, object, text } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

/** What the platform can ask a visitor for. */
const contentTypes = [
  "application/pdf",
  "application/zip",
  "image/",
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "image/svg+xml",
  "audio/",
  "audio/mpeg",
  "audio/ogg",
  "audio/wav",
  "video",
  "video/mp4",
  "video/mpeg",
  "video/ogg",
  "video/webm",
] as const;

/** The fields of {@link askedDocument}. */
export const askedDocumentFields = {
  /** Always `asked_document`. */
  type: constant("asked_document"),
  /** What the visitor reads above the upload, up to 300 characters. */
  message: text({ min: 0, max: 300 }),
  /** What the document is stored as, 1 to 150 characters. */
  name: text({ min: 1, max: 150 }),
  /** The content types a visitor may upload, such as `application/pdf`. */
  authorizedFileTypes: list(text({ oneOf: contentTypes })),
};

/** One document to ask for. */
export interface AskedDocument extends ModelOf<typeof askedDocumentFields>, Extra {}

/** What {@link askedDocument} takes. */
export interface AskedDocumentInit extends InitOf<typeof askedDocumentFields>, Extra {}

/** The wire schema of {@link AskedDocument}. */
export const askedDocumentSchema = defineSchema<"asked_document", AskedDocument>(
  "asked_document",
  askedDocumentFields,
);

/**
 * One document to ask for, with the content types that are accepted (one of 17, `image/png` for example).
 *
 * @example
 * ```ts
 * import { askedDocument } from "@clustaar/schemas";
 *
 * const document = askedDocument({ name: "id_card", message: "Both sides", authorizedFileTypes: [] });
 * console.log(document.type); // "asked_document"
 * ```
 */
export function askedDocument(init: AskedDocumentInit): AskedDocument {
  return build(askedDocumentSchema, init);
}

/** The fields of {@link askDocumentAction}. */
export const askDocumentActionFields = {
  /** Always `ask_document_action`. */
  type: constant("ask_document_action"),
  /** What the visitor reads first, up to 300 characters. */
  message: text({ min: 0, max: 300 }),
  /** The documents to ask for, 1 to 20 of them. */
  documents: list(object(askedDocumentSchema), { min: 1, max: 20 }),
};

/** Asks for one or more documents. */
export interface AskDocumentAction extends ModelOf<typeof askDocumentActionFields>, Extra {}

/** What {@link askDocumentAction} takes. */
export interface AskDocumentActionInit extends InitOf<typeof askDocumentActionFields>, Extra {}

/** The wire schema of {@link AskDocumentAction}. */
export const askDocumentActionSchema = defineSchema<"ask_document_action", AskDocumentAction>(
  "ask_document_action",
  askDocumentActionFields,
);

/**
 * Asks for one or more documents: 1 to 20 of them, the message up to 300 characters.
 *
 * @example
 * ```ts
 * import { askDocumentAction, askedDocument } from "@clustaar/schemas";
 *
 * const action = askDocumentAction({
 *   message: "We need a few papers",
 *   documents: [
 *     askedDocument({ name: "id_card", message: "Both sides", authorizedFileTypes: ["image/png"] }),
 *   ],
 * });
 * console.log(action.type); // "ask_document_action"
 * ```
 */
export function askDocumentAction(init: AskDocumentActionInit): AskDocumentAction {
  return build(askDocumentActionSchema, init);
}

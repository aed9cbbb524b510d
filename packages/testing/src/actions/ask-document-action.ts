import type { AskDocumentAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Asks for documents, which are handed in one after the other. */
export const askDocument: Rule<AskDocumentAction> = ({ message, documents }) => ({
  ...(message === "" ? {} : { says: message }),
  shows: documents
    .map(
      (document) => `[document] ${document.name}${document.message ? `: ${document.message}` : ""}`,
    )
    .join("\n"),
  offers: documents.map((document) => ({
    kind: "document",
    title: document.name,
    message: document.message,
    authorizedFileTypes: document.authorizedFileTypes,
  })),
});

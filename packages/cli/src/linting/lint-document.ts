import { schemas } from "@clustaar/schemas";
import { ConversationError, parseBot } from "@clustaar/testing";

/** One broken limit of a document. */
export interface DocumentIssue {
  /** Keys and indexes, from the outermost inwards; empty: the whole document. */
  readonly path: readonly (string | number)[];
  /** What is allowed, and what came. */
  readonly message: string;
}

/** What a document is treated as. */
type DocumentKind = "action" | "actions" | "answer" | "bot" | "notification";

/** Tells by its shape what a document is. */
function kindOfDocument(document: unknown): DocumentKind {
  if (Array.isArray(document)) return "actions";
  if (!isObject(document)) return "action";
  if (typeof document.topic === "string") return "notification";
  if (document.type !== undefined) return "action";
  if (document.steps !== undefined) return "bot";
  return document.actions === undefined ? "action" : "answer";
}

/** Checks a document against every limit of the platform; a bot file against its schema too. */
export function lintDocument(document: unknown): DocumentIssue[] {
  switch (kindOfDocument(document)) {
    case "actions":
      return (document as unknown[]).flatMap((action, index) =>
        lintAction(action).map(({ path, message }) => ({ path: [index, ...path], message })),
      );
    case "notification":
      return issuesOf(schemas.webhook_request, document);
    case "answer":
      return issuesOf(schemas.webhook_step_reached_response, document);
    case "bot":
      return lintBot(document);
    case "action":
      return isObject(document) ? lintAction(document) : [notAnObject(document)];
  }
}

function lintBot(document: unknown): DocumentIssue[] {
  try {
    parseBot(document);
    return [];
  } catch (error) {
    if (!(error instanceof ConversationError)) throw error;
    return error.issues.map(({ path, message }) => ({
      path: path === "" ? [] : path.split("."),
      message,
    }));
  }
}

function lintAction(action: unknown): DocumentIssue[] {
  // The answer's schema knows which types are actions, and says so.
  return issuesOf(schemas.webhook_step_reached_response, { actions: [action] }).map(
    ({ path, message }) => ({ path: path.slice(2), message }),
  );
}

type Validator = { validate(wire: unknown): ReturnType<typeof schemas.card.validate> };

function issuesOf(schema: Validator, document: unknown): DocumentIssue[] {
  const result = schema.validate(document);
  return result.success ? [] : result.issues.map(({ path, message }) => ({ path, message }));
}

function notAnObject(value: unknown): DocumentIssue {
  const came = value === null ? "null" : `a ${typeof value}`;
  return {
    path: [],
    message: `expected an action, a list of actions, an answer or a bot file, got ${came}`,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

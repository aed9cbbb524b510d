import { schemas } from "@clustaar/schemas";

/** One broken limit of a document. */
export interface DocumentIssue {
  readonly path: string;
  readonly message: string;
}

/**
 * Checks a document that is an action, a list of actions, an answer, a notification or any other wire object of a known
 * type, told apart by its shape.
 */
export function lintDocument(document: unknown): DocumentIssue[] {
  if (Array.isArray(document))
    return document.flatMap((action, index) => under(String(index), lintAction(action)));
  if (!isObject(document))
    return [
      { path: "", message: `expected an object or a list of actions, got ${nameOf(document)}` },
    ];
  if (typeof document.topic === "string") return issuesOf(schemas.webhook_request, document);
  if (Array.isArray(document.actions) && document.type === undefined) {
    return issuesOf(schemas.webhook_step_reached_response, document);
  }
  return lintAction(document);
}

function lintAction(action: unknown): DocumentIssue[] {
  // The answer's schema knows which types are actions, and says so.
  return issuesOf(schemas.webhook_step_reached_response, { actions: [action] }).map(
    ({ path, message }) => ({
      path: path.replace(/^actions\/0\/?/, ""),
      message,
    }),
  );
}

type Validator = { validate(wire: unknown): ReturnType<typeof schemas.card.validate> };

function issuesOf(schema: Validator, document: unknown): DocumentIssue[] {
  const result = schema.validate(document);
  if (result.success) return [];
  return result.issues.map(({ path, message }) => ({ path: path.join("/"), message }));
}

function under(prefix: string, issues: readonly DocumentIssue[]): DocumentIssue[] {
  return issues.map(({ path, message }) => ({
    path: path === "" ? prefix : `${prefix}/${path}`,
    message,
  }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  return value === null ? "null" : `a ${typeof value}`;
}

import { type StepReachedResponse, schemas } from "@clustaar/schemas";
import type { ErrorIssue } from "../errors.ts";

/** What came in with a notification, by identity: it travels back unchecked, whatever its limits. */
export interface Received {
  readonly actions: readonly unknown[];
  readonly session: unknown;
  readonly interlocutor: unknown;
}

/**
 * Checks a wire answer against the strict schemas, but for what came in with the notification and for unknowns:
 * the platform knows those, and what it sends may be newer than this package.
 */
export function checkAnswer(
  model: StepReachedResponse,
  wire: unknown,
  received: Received,
): readonly ErrorIssue[] {
  const issues: ErrorIssue[] = [];
  const parts = (isRecord(wire) ? wire : {}) as Parts;
  if (!isRecord(model) || !Array.isArray(model.actions) || !Array.isArray(parts.actions)) {
    return strictIssues(schemas.webhook_step_reached_response, wire, []);
  }
  const { actions } = model;
  for (let index = 0; index < actions.length; index++) {
    const action: unknown = actions[index];
    // An echoed step stands where it stood, so the first look nearly always finds it.
    if (received.actions[index] === action || received.actions.includes(action)) continue;
    if (isRecord(action) && action.type === "unknown" && "wire" in action) continue;
    checkAction(parts.actions[index], index, issues);
  }
  if (parts.session != null && model.session !== received.session) {
    issues.push(...strictIssues(schemas.webhook_conversation_session, parts.session, ["session"]));
  }
  if (parts.interlocutor != null && model.interlocutor !== received.interlocutor) {
    issues.push(
      ...strictIssues(schemas.webhook_interlocutor, parts.interlocutor, ["interlocutor"]),
    );
  }
  return issues;
}

interface Parts {
  readonly actions?: unknown;
  readonly session?: unknown;
  readonly interlocutor?: unknown;
}

interface Checkable {
  readonly validate: (typeof schemas)["card"]["validate"];
}

function checkAction(wire: unknown, index: number, issues: ErrorIssue[]): void {
  const type = isRecord(wire) ? wire.type : undefined;
  if (typeof type === "string" && actionTypes.has(type)) {
    const schema: Checkable = schemas[type as keyof typeof schemas];
    issues.push(...strictIssues(schema, wire, ["actions", index]));
    return;
  }
  // The strict schema of the whole answer says best what is wrong with a stranger.
  const whole = strictIssues(schemas.webhook_step_reached_response, { actions: [wire] }, []);
  for (const issue of whole) {
    issues.push({ ...issue, path: ["actions", index, ...issue.path.slice(2)] });
  }
}

function strictIssues(
  schema: Checkable,
  wire: unknown,
  prefix: readonly (string | number)[],
): ErrorIssue[] {
  const result = schema.validate(wire);
  if (result.success) return [];
  return result.issues.map(({ path, message }) => ({ path: [...prefix, ...path], message }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

import { type StepReachedResponse, schemas } from "@clustaar/schemas";
import type { ErrorIssue } from "../endpoint/errors.ts";

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
  if (!isObject(model) || !isObject(wire) || !Array.isArray(wire.actions)) {
    return strictIssues(wire);
  }
  const places: number[] = [];
  const own: Record<string, unknown> = {
    ...wire,
    actions: ownActions(model, wire, received, places),
  };
  // Not `delete`: it would turn the object into a slow one, and the check reads undefined as absent.
  if (model.session === received.session) own.session = undefined;
  if (model.interlocutor === received.interlocutor) own.interlocutor = undefined;
  const issues = strictIssues(own);
  if (issues.length === 0) return issues;

  const unknowns = new Set<unknown>();
  collectUnknowns(model, unknowns, new WeakSet(), 0);
  const isLeftOut = leftOut(received.interlocutor);
  return issues
    .filter(({ path }) => !leadsInto(unknowns, own, path) && !isLeftOut(path))
    .map(({ path, message }) => ({ path: inAnswer(path, places), message }));
}

/** The wire of each action the handler made, and where it stands in the answer. */
function ownActions(
  model: StepReachedResponse,
  wire: Record<string, unknown>,
  received: Received,
  places: number[],
): unknown[] {
  const own: unknown[] = [];
  const { actions } = model;
  const isReceived = memberOf(received.actions);
  const wires = wire.actions as unknown[];
  for (let index = 0; index < wires.length; index++) {
    const action: unknown = actions[index];
    if (isReceived(action, index) || isUnknown(action)) continue;
    places.push(index);
    own.push(wires[index]);
  }
  return own;
}

/** Below this many, looking through a list is cheaper than making a set of it. */
const FEW = 16;

function memberOf(list: readonly unknown[]): (value: unknown, index: number) => boolean {
  let set: Set<unknown> | undefined;
  return (value, index) => {
    if (!isObject(value)) return false;
    // An echoed step often stands where it stood.
    if (list[index] === value) return true;
    if (list.length < FEW) return list.includes(value);
    set ??= new Set(list);
    return set.has(value);
  };
}

/** Tells what the platform left out of the interlocutor it sent: a changed copy of it cannot have it either. */
function leftOut(interlocutor: unknown): (path: readonly (string | number)[]) => boolean {
  let sent: unknown;
  if (isObject(interlocutor)) sent = schemas.webhook_interlocutor.encode(interlocutor as never);
  return ([part, ...path]) => {
    if (part !== "interlocutor" || sent === undefined) return false;
    let node: unknown = sent;
    for (const key of path) node = isObject(node) ? node[key] : undefined;
    return node === undefined || node === null;
  };
}

function strictIssues(wire: unknown): readonly ErrorIssue[] {
  const result = schemas.webhook_step_reached_response.validate(wire);
  return result.success ? [] : result.issues;
}

/** Turns a path among the handler's own actions into one in the whole answer. */
function inAnswer(
  path: readonly (string | number)[],
  places: readonly number[],
): (string | number)[] {
  const [key, index, ...rest] = path;
  if (key !== "actions" || typeof index !== "number") return [...path];
  return [key, places[index] ?? index, ...rest];
}

/** Whether a path ends in or below the wire of an unknown. */
function leadsInto(
  unknowns: ReadonlySet<unknown>,
  wire: unknown,
  path: readonly (string | number)[],
): boolean {
  let node = wire;
  for (const key of path) {
    node = isObject(node) ? node[key] : undefined;
    if (unknowns.has(node)) return true;
  }
  return false;
}

/** A handler may have put anything into its answer, a circle included. */
const DEEPEST = 64;

function collectUnknowns(
  node: unknown,
  found: Set<unknown>,
  seen: WeakSet<object>,
  depth: number,
): void {
  if (!isObject(node) || depth > DEEPEST || seen.has(node)) return;
  seen.add(node);
  if (isUnknown(node)) found.add(node.wire);
  else for (const value of Object.values(node)) collectUnknowns(value, found, seen, depth + 1);
}

function isUnknown(value: unknown): value is { type: "unknown"; wire: unknown } {
  return isObject(value) && value.type === "unknown" && "wire" in value;
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

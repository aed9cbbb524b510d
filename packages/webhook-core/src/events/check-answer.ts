import { type Action, type StepReachedResponse, schemas } from "@clustaar/schemas";
import type { ErrorIssue } from "../endpoint/errors.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { jsonIssues, MOST_ISSUES } from "./json-issues.ts";
import { insteadOf, noAction } from "./misplaced.ts";

/** What came in with a notification, by identity: it travels back unchecked, whatever its limits. */
export interface Received {
  readonly actions: readonly unknown[];
  readonly session: unknown;
  readonly interlocutor: unknown;
}

/**
 * Checks an answer: that JSON can hold what the handler made, that no key of it was lost on the way to the wire, then the
 * wire against the strict schemas, but for what came in with the notification and for unknowns: the platform knows those,
 * and what it sends may be newer than this package.
 */
export function checkAnswer(
  model: StepReachedResponse,
  wire: unknown,
  received: Received,
): readonly ErrorIssue[] {
  const wrongKind = kindIssue(model);
  if (wrongKind !== undefined) return [wrongKind];
  const places = ownPlaces(model.actions, received.actions);
  const unwritable = unwritableIssues(model, received, places);
  const limits = limitIssues(model, wire, received, places);
  if (unwritable.length === 0) return limits;
  const isTold = toldAlready(unwritable);
  return [...unwritable, ...limits.filter(({ path }) => !isTold(path))];
}

/** Names what a handler returned in place of an answer. */
function kindIssue(model: unknown): ErrorIssue | undefined {
  const expected = "expected stepReachedResponse({ actions: [...] })";
  if (!isObject(model)) {
    return { path: [], message: `${expected}, got ${kindOf(model)}` };
  }
  if (model.actions === undefined && typeof model.type === "string") {
    return { path: [], message: `${expected}, got a single ${model.type}; put it into the list` };
  }
  const { actions } = model;
  if (actions === undefined) {
    return {
      path: ["actions"],
      message: `expected a list, got nothing; return stepReachedResponse({ actions: [...] })`,
    };
  }
  if (isObject(actions) && !Array.isArray(actions) && typeof actions.type === "string") {
    const message = `expected a list of actions, got a single ${actions.type}; put it into a list: actions: [...]`;
    return { path: ["actions"], message };
  }
  return undefined;
}

/** What JSON would lose: the session is looked at even where it came in, since handlers write into it. */
function unwritableIssues(
  { session, interlocutor, actions }: StepReachedResponse,
  received: Received,
  places: readonly number[],
): readonly ErrorIssue[] {
  const issues = [...jsonIssues(session, ["session"])];
  if (interlocutor !== received.interlocutor) {
    issues.push(...jsonIssues(interlocutor, ["interlocutor"]));
  }
  if (!Array.isArray(actions)) return [...issues, ...jsonIssues(actions, ["actions"])];
  for (const index of places) {
    issues.push(...jsonIssues(actions[index], ["actions", index]));
    if (issues.length >= MOST_ISSUES) break;
  }
  return issues;
}

/** Whether a path leads to or into one of the issues' places: a promise is not also a text of the wrong length. */
function toldAlready(
  issues: readonly ErrorIssue[],
): (path: readonly (string | number)[]) => boolean {
  return (path) => issues.some((issue) => issue.path.every((key, index) => key === path[index]));
}

/** Keys that no field has, and what breaks a limit of the strict schemas. */
function limitIssues(
  model: StepReachedResponse,
  wire: unknown,
  received: Received,
  notReceived: readonly number[],
): readonly ErrorIssue[] {
  if (!isObject(wire) || !Array.isArray(wire.actions)) return strictIssues(wire);
  const { actions } = model;
  const { actions: written } = wire;
  const places = notReceived.filter((index) => !isUnknown(actions[index]));
  const models = places.map((index) => actions[index] as Action);
  const wires: unknown[] = places.map((index) => written[index]);
  const lost = lostKeys({ ...model, actions: models }, places);
  const own: Record<string, unknown> = { ...wire, actions: wires };
  // Not `delete`: it would turn the object into a slow one, and the check reads undefined as absent.
  if (model.session === received.session) own.session = undefined;
  if (model.interlocutor === received.interlocutor) own.interlocutor = undefined;
  const issues = strictIssues(own);
  if (issues.length === 0) return lost;

  const unknowns = new Set<unknown>();
  collectUnknowns(model, unknowns, new WeakSet(), 0);
  const cameIn = sentBack(received, own);
  const isOurs = ({ path }: ErrorIssue) => !leadsInto(unknowns, own, path) && !cameIn(path);
  const all = issues.length < MOST_ISSUES ? issues : issuesOneByOne(own, wires, isOurs);
  const broken = all.filter(isOurs).map(({ path, message }) => ({
    path: inAnswer(path, places),
    message: remedy(own, path) ?? message,
  }));
  return [...lost, ...broken];
}

/** The issues of each action for itself, so that those of unknowns do not hide the rest. */
function issuesOneByOne(
  own: Record<string, unknown>,
  wires: readonly unknown[],
  isOurs: (issue: ErrorIssue) => boolean,
): readonly ErrorIssue[] {
  const found = strictIssues({ ...own, actions: [] }).filter(isOurs);
  for (let index = 0; index < wires.length && found.length < MOST_ISSUES; index++) {
    for (const { path, message } of strictIssues({ type: own.type, actions: [wires[index]] })) {
      const issue = { path: ["actions", index, ...path.slice(2)], message };
      if (isOurs(issue)) found.push(issue);
    }
  }
  return found;
}

/**
 * What a handler wrote under a key that no field has: a typing error, or a value for `session.values` on the session
 * itself. The session and the interlocutor that came in are looked at too, since handlers write into them.
 */
function lostKeys(own: StepReachedResponse, places: readonly number[]): ErrorIssue[] {
  return schemas.webhook_step_reached_response
    .unknownKeys(own)
    .map(({ path, message }) => ({ path: inAnswer(path, places), message }));
}

/** Where the actions stand that the handler made. */
function ownPlaces(actions: unknown, received: readonly unknown[]): readonly number[] {
  if (!Array.isArray(actions)) return [];
  const isReceived = memberOf(received);
  const places: number[] = [];
  for (let index = 0; index < actions.length; index++) {
    if (!isReceived(actions[index], index)) places.push(index);
  }
  return places;
}

/** Below this many, looking through a list is cheaper than making a set of it. */
const FEW = 16;

/** Whether an action came in; the index is where it most likely stood. */
type Membership = (value: unknown, index: number) => boolean;

function memberOf(list: readonly unknown[]): Membership {
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

/**
 * Tells what of a changed copy of the session or the interlocutor is as the platform sent it, or left it out:
 * it goes back as it came.
 */
function sentBack(
  received: Received,
  wire: Record<string, unknown>,
): (path: readonly (string | number)[]) => boolean {
  const { session, interlocutor } = received;
  let sent: Record<string, unknown> | undefined;
  return (path) => {
    if (path[0] !== "session" && path[0] !== "interlocutor") return false;
    sent ??= schemas.webhook_step_reached_response.encode({
      actions: [],
      session,
      interlocutor,
    } as StepReachedResponse);
    return sameJson(at(sent, path), at(wire, path), 0);
  };
}

function at(wire: unknown, path: readonly (string | number)[]): unknown {
  let node = wire;
  for (const key of path) node = isObject(node) ? node[key] : undefined;
  return node ?? null;
}

function sameJson(left: unknown, right: unknown, depth: number): boolean {
  if (Object.is(left, right)) return true;
  if (!isObject(left) || !isObject(right) || depth > DEEPEST) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && sameJson(left[key], right[key], depth + 1))
  );
}

/** What to write in place of an action that is none in this place. */
function remedy(
  own: Record<string, unknown>,
  path: readonly (string | number)[],
): string | undefined {
  const [list, index, ...rest] = path;
  if (list !== "actions" || typeof index !== "number") return undefined;
  const action = (own.actions as unknown[])[index]; // an issue's path leads through what was checked
  if (rest.length === 0) return noAction(action);
  const isType = rest.length === 1 && rest[0] === "type";
  return isType && isObject(action) ? insteadOf(action.type) : undefined;
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

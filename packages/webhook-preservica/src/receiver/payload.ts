import { TextDecoder } from "node:util";
import { type ErrorIssue, WebhookError } from "@clustaar/webhook-core";
import { isHttpError, kindOf, parseJsonObject } from "@clustaar/webhook-core/endpoint";
import { type DeliveredTrigger, triggerName } from "../triggers.ts";

/** The kind of an entity: an asset (`IO`), a folder (`SO`), a content object (`CO`), or one that is not known here. */
// `string & {}` keeps the known kinds in an editor's suggestions.
export type PreservicaEntityType = "IO" | "SO" | "CO" | (string & {});

/** One identifier of an entity, such as the key under which a catalogue knows it. */
export interface PreservicaIdentifier {
  /** What kind of identifier it is, for instance `"code"`. */
  readonly type: string;
  /** The identifier itself. */
  readonly value: string;
  /** Fields that are not known here are kept as they came. */
  readonly [field: string]: unknown;
}

/**
 * One event of a delivery: something that happened to an entity of the repository. Only `entityRef` is checked (a string or
 * null); the other fields are handed over as they came.
 */
export interface PreservicaEvent {
  /** The entity's reference, a UUID; may be missing or null where there is no entity. */
  readonly entityRef?: string | null;
  /** The entity's kind; a thumbnail, for instance, is asked for by kind and reference. */
  readonly entityType?: PreservicaEntityType | null;
  /** The entity's identifiers; subscriptions made by `subscribe` ask for them. */
  readonly identifiers?: readonly PreservicaIdentifier[] | null;
  /** Fields that are not known here are kept as they came. */
  readonly [field: string]: unknown;
}

/**
 * The JSON body of a delivery. Only `events` is checked; the other fields are handed over as they came.
 */
export interface PreservicaPayload {
  /** What happened, in order. */
  readonly events: readonly PreservicaEvent[];
  /** The trigger by its wire name, such as `FULL_TEXT_INDEXED`. */
  readonly trigger?: string;
  /** Another place for the trigger, under the name that a subscription uses; it comes before `trigger`. */
  readonly triggerType?: string;
  /** The id of the subscription that the delivery is for. */
  readonly subscriptionId?: string;
  /** When it was sent, as text or in epoch milliseconds; `new Date(timestamp)` reads both. */
  readonly timestamp?: string | number;
  /** The tenancy in which it happened. */
  readonly tenant?: string;
  /** Fields that are not known here are kept as they came. */
  readonly [field: string]: unknown;
}

/**
 * Reads a body as a payload.
 *
 * @throws WebhookError 400 `body_not_json` or `body_too_deep`, 422 `payload_invalid` with every path.
 */
export function readPayload(body: Uint8Array): PreservicaPayload {
  const json = parse(body);
  const issues = issuesOf(json);
  if (issues.length > 0) {
    const detail = issues.map(({ path, message }) => `${path.join("/")}: ${message}`).join("; ");
    throw new WebhookError("payload_invalid", detail, { issues });
  }
  return json as PreservicaPayload; // `issuesOf` found nothing that its type rules out
}

/** JSON that is not an object is a payload without events here, not a body that cannot be read. */
function parse(body: Uint8Array): Record<string, unknown> {
  try {
    return parseJsonObject(body);
  } catch (error) {
    const notJson = isHttpError(error) && error.code === "body_not_json";
    if (notJson && isJsonButNoObject(body)) return {};
    throw error;
  }
}

function isJsonButNoObject(body: Uint8Array): boolean {
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return typeof json !== "object" || json === null || Array.isArray(json);
  } catch {
    return false;
  }
}

/** A body of a mebibyte may hold a great many wrong events; the sender needs to see a few. */
const MOST_ISSUES = 20;

function issuesOf({ events }: Record<string, unknown>): ErrorIssue[] {
  if (!Array.isArray(events)) {
    const came = events === undefined ? "nothing" : kindOf(events);
    return [{ path: ["events"], message: `expected a list of objects, got ${came}` }];
  }
  const issues: ErrorIssue[] = [];
  for (let index = 0; index < events.length && issues.length < MOST_ISSUES; index++) {
    const event: unknown = events[index];
    if (typeof event !== "object" || event === null || Array.isArray(event)) {
      const message = `expected an object, got ${kindOf(event)}`;
      issues.push({ path: ["events", index], message });
      continue;
    }
    const { entityRef } = event as Record<string, unknown>;
    if (entityRef !== undefined && entityRef !== null && typeof entityRef !== "string") {
      const message = `expected a string, got ${kindOf(entityRef)}`;
      issues.push({ path: ["events", index, "entityRef"], message });
    }
  }
  return issues;
}

/**
 * The trigger of a delivery: the payload's own, which is signed, else the one that the subscribed URL carries.
 */
export function triggerOf(payload: PreservicaPayload, query: URLSearchParams): DeliveredTrigger {
  // Own fields only: a payload cannot inherit any, but nothing here should depend on that.
  for (const field of ["triggerType", "trigger"] as const) {
    const value: unknown = Object.hasOwn(payload, field) ? payload[field] : undefined;
    if (typeof value === "string" && value !== "") return triggerName(value) ?? value;
  }
  const [tag = "", ...others] = query.getAll("trigger");
  // Two tags that disagree say nothing.
  if (tag === "" || others.some((other) => other !== tag)) return null;
  return triggerName(tag) ?? tag;
}

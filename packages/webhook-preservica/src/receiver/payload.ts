import { type ErrorIssue, WebhookError } from "@clustaar/webhook-core";
import { kindOf, parseJsonObject } from "@clustaar/webhook-core/endpoint";
import { type DeliveredTrigger, triggerName } from "../triggers.ts";

/**
 * One thing that happened in the repository; fields that are not known here are kept as they came.
 *
 * @example
 * ```ts
 * import type { PreservicaEvent } from "@clustaar/webhook-preservica";
 *
 * const event: PreservicaEvent = { entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c", title: "A map" };
 * console.log(event.entityRef, event.title);
 * // => "a9e1cae8-ea06-4157-8dd4-82d0525b031c" "A map"
 * ```
 */
export interface PreservicaEvent {
  /** The reference of the entity, a UUID; it may be missing or null where there is no entity. */
  readonly entityRef?: string | null;
  readonly [field: string]: unknown;
}

/**
 * The JSON body of a delivery; fields that are not known here are kept as they came.
 *
 * @example
 * ```ts
 * import type { PreservicaPayload } from "@clustaar/webhook-preservica";
 *
 * const payload: PreservicaPayload = { events: [{ entityRef: "a9e1cae8-ea06-4157-8dd4-82d0525b031c" }] };
 * console.log(payload.events.length); // 1
 * ```
 */
export interface PreservicaPayload {
  readonly events: readonly PreservicaEvent[];
  /** Which trigger it was; no public document shows either field, so both are optional. */
  readonly triggerType?: unknown;
  readonly trigger?: unknown;
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

/** JSON that is no object is a payload without events here, not a body that cannot be read. */
function parse(body: Uint8Array): Record<string, unknown> {
  try {
    return parseJsonObject(body);
  } catch (error) {
    if (error instanceof WebhookError && error.code === "body_not_json" && isJson(body)) return {};
    throw error;
  }
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
    return true;
  } catch {
    return false;
  }
}

/** A body of a mebibyte may hold a great many wrong events; whoever sent them needs to see a few. */
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
      const message = `expected a text, got ${kindOf(entityRef)}`;
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
    const value = Object.hasOwn(payload, field) ? payload[field] : undefined;
    if (typeof value === "string" && value !== "") return triggerName(value) ?? value;
  }
  const [tag = "", ...others] = query.getAll("trigger");
  // Two tags that disagree say nothing.
  if (tag === "" || others.some((other) => other !== tag)) return null;
  return triggerName(tag) ?? tag;
}

import { WebhookConfigError } from "@clustaar/webhook-core";
import { checkOptions, kindOf } from "@clustaar/webhook-core/endpoint";
import { INBOX } from "../stores/owner.ts";
import type {
  AttemptRecord,
  DeliveryFilter,
  DeliveryRecord,
  DeliveryState,
} from "../stores/records.ts";
import type { InboxAttempt, InboxFilter, InboxRecord, InboxState } from "./inbox-types.ts";

/** A delivery of the store as a request of the inbox. */
export function recordOf(delivery: DeliveryRecord): InboxRecord {
  const { id, event, group, reason, attempts, createdAt, nextAt, settledAt } = delivery;
  const state = stateOf(delivery.state);
  return {
    id,
    topic: event || null,
    group,
    state,
    reason,
    attempts,
    receivedAt: createdAt,
    nextAt,
    settledAt,
  };
}

/** An attempt without what only deliveries have. */
export function attemptOf(attempt: AttemptRecord): InboxAttempt {
  const { kind, startedAt, durationMs, ok, status, error } = attempt;
  return { kind, startedAt, durationMs, ok, status, error };
}

const names = ["topic", "states", "failed", "since", "until", "limit", "cursor"];

/** @throws WebhookConfigError `config_invalid` */
export function filterOf(what: string, filter: InboxFilter): DeliveryFilter {
  checkOptions(what, filter, names, names);
  const { topic, states, failed, since, until } = filter;
  return {
    webhookId: INBOX,
    ...(topic === undefined ? {} : { event: topic }),
    ...(states === undefined ? {} : { states: storedStates(what, states) }),
    ...(failed === undefined ? {} : { failed }),
    ...(since === undefined ? {} : { since: timeOf(`${what}: since`, since) }),
    ...(until === undefined ? {} : { until: timeOf(`${what}: until`, until) }),
  };
}

/** @throws WebhookConfigError `config_invalid` when it is no time. */
export function timeOf(what: string, time: unknown): number {
  const number = time instanceof Date || typeof time === "number" ? Number(time) : Number.NaN;
  if (!Number.isNaN(number)) return number;
  throw new WebhookConfigError(
    `${what}: expected a date, or milliseconds since 1970, got ${kindOf(time)}`,
  );
}

/** Nothing is ever called off. */
function stateOf(state: DeliveryState): InboxState {
  if (state === "delivered") return "handled";
  return state === "waiting" ? "waiting" : "dead";
}

function storedStates(what: string, states: unknown): DeliveryState[] {
  const known: Readonly<Record<string, DeliveryState>> = {
    waiting: "waiting",
    handled: "delivered",
    dead: "dead",
  };
  const list = Array.isArray(states) ? states : [states];
  return list.map((state) => {
    const stored =
      typeof state === "string" && Object.hasOwn(known, state) ? known[state] : undefined;
    if (stored !== undefined) return stored;
    throw new WebhookConfigError(
      `${what}: states: expected a list of ${Object.keys(known).join(", ")}, got ${typeof state === "string" ? JSON.stringify(state) : kindOf(states)}`,
    );
  });
}

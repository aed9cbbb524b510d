import { WebhookConfigError } from "@clustaar/webhook-core";
import {
  checkNumber,
  checkOptions,
  checkText,
  kindOf,
  nearest,
} from "@clustaar/webhook-core/endpoint";
import { meantAndKnown } from "../internal/meant.ts";
import type { DeliveryState } from "../stores/records.ts";
import type { ListOptions } from "./emitter-types.ts";

const filterNames = [
  "webhookId",
  "messageId",
  "event",
  "states",
  "failed",
  "since",
  "until",
  "limit",
  "cursor",
];
const states: readonly DeliveryState[] = ["waiting", "delivered", "dead", "cancelled"];

/** Deliveries on one page at most. */
const MOST = 500;

/**
 * Refuses what `deliveries.list` cannot look for: what is misspelt would find nothing, and look as if nothing were there.
 *
 * @throws WebhookConfigError `config_invalid`, naming the option.
 */
export function checkListOptions(options: ListOptions): void {
  const what = "deliveries.list";
  checkOptions(what, options, filterNames, filterNames);
  for (const name of ["webhookId", "messageId", "event", "cursor"] as const) {
    if (options[name] !== undefined) checkText(`${what}: ${name}`, options[name]);
  }
  for (const name of ["since", "until"] as const) {
    if (options[name] !== undefined) checkTime(`${what}: ${name}`, options[name]);
  }
  if (options.limit !== undefined)
    checkNumber(`${what}: limit`, options.limit, 1, "deliveries", MOST);
  if (options.failed !== undefined && options.failed !== true) {
    throw new WebhookConfigError(
      `${what}: failed: expected true, got ${kindOf(options.failed)}; leave it out to list all`,
    );
  }
  if (options.states !== undefined) checkStates(`${what}: states`, options.states);
}

function checkStates(what: string, given: unknown): void {
  if (!Array.isArray(given)) {
    throw new WebhookConfigError(
      `${what}: expected a list of ${states.join(", ")}, got ${kindOf(given)}`,
    );
  }
  for (const state of given) {
    if (states.includes(state)) continue;
    const meant = typeof state === "string" ? nearest(state, states) : undefined;
    const came = typeof state === "string" ? JSON.stringify(state) : kindOf(state);
    throw new WebhookConfigError(
      `${what}: there is no state ${came}${meantAndKnown(meant, `the states are ${states.join(", ")}`)}`,
    );
  }
}

/**
 * Reads a time as a date or in milliseconds since 1970, and gives the latter.
 *
 * @throws WebhookConfigError `config_invalid` for anything else.
 */
export function checkTime(what: string, value: unknown): number {
  const time = value instanceof Date ? value.getTime() : value;
  if (typeof time === "number" && Number.isFinite(time)) return time;
  throw new WebhookConfigError(
    `${what}: expected a Date, or milliseconds since 1970, got ${value instanceof Date ? "an invalid date" : typeof value === "number" ? String(value) : kindOf(value)}`,
  );
}

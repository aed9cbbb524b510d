import type { DeliveryState } from "../records.ts";

/** How a delivery's state is written in a column: its place in this list. Never reordered. */
export const stateNames: readonly DeliveryState[] = ["waiting", "delivered", "dead", "cancelled"];

/** The number of a state in a column. */
export function stateNumber(state: DeliveryState): number {
  return stateNames.indexOf(state);
}

/** The state that a column's number means. */
export function stateName(number: unknown): DeliveryState {
  return stateNames[Number(number)] ?? "waiting";
}

/** How long an idempotency key is kept where the host does not say, in milliseconds: a day. */
export const KEY_TTL = 86_400_000;

import { stateNumber } from "../internal/states.ts";
import type { Outcome } from "../records.ts";

/** A claim's token, taken apart. */
export interface Token {
  readonly job: number;
  readonly delivery: number;
  readonly token: number;
}

/** The text of a token. */
export function tokenOf({ job, delivery, token }: Token): string {
  return `${job}.${delivery}.${token}`;
}

/** Takes a token apart; what is none names nothing that is there. */
export function readToken(text: string): Token {
  const [job = 0, delivery = 0, token = 0] = text.split(".").map((part) => Number(part) || 0);
  return { job, delivery, token };
}

/**
 * The outcomes as `settle` of the schema takes them. A retry is given as a wait from now on: neither how far the clocks are apart
 * nor a clock that is being set makes it longer.
 */
export function settleValue(outcomes: readonly Outcome[], now: number): string {
  const rows = outcomes.map(({ token, attempt, next }, i) => ({
    i,
    ...readToken(token),
    state: stateNumber(next.state),
    ...(next.state === "waiting" ? { at: Math.ceil(next.at), wait: Math.ceil(next.at - now) } : {}),
    ...("reason" in next ? { reason: storable(next.reason) } : {}),
    ...(attempt
      ? {
          kind: attempt.kind,
          counted: attempt.counted && attempt.kind === "scheduled" ? 1 : 0,
          // A text within the text: what PostgreSQL cannot keep stays escaped.
          record: JSON.stringify(attempt),
        }
      : { kind: "scheduled", counted: 0 }),
  }));
  return JSON.stringify(rows);
}

/** What PostgreSQL cannot keep in a text is shown as unknown characters. */
function storable(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, "\ufffd");
}

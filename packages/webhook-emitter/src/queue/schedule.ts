import type { Backoff } from "../config/settings.ts";

/** What decides when a delivery is tried again. */
export interface Try {
  /** Attempts that counted, this one included. */
  readonly attempts: number;
  /** When the schedule began, in milliseconds since 1970. */
  readonly since: number;
  /** In milliseconds since 1970. */
  readonly now: number;
  /** What the endpoint asked for, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** From 0 up to 1. */
  readonly random: number;
}

/** The emitter's schedule, where nothing else is set: what is waited after each attempt, in milliseconds. */
export const defaultSchedule: readonly number[] = [
  5_000,
  5 * 60_000,
  30 * 60_000,
  2 * 3_600_000,
  5 * 3_600_000,
  10 * 3_600_000,
  14 * 3_600_000,
  20 * 3_600_000,
  24 * 3_600_000,
];

/** The first wait of a webhook's own backoff, in milliseconds; each one after it is twice as long. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 86_400_000;
/** A wait is up to so much shorter or longer, so that many that failed together do not come back together. */
const JITTER = 0.2;

/** When a delivery is tried again, in milliseconds since 1970, or why it is not. */
export function nextTry(
  backoff: Backoff | false | null,
  schedule: readonly number[],
  { attempts, since, now, retryAfter = 0, random }: Try,
): number | string {
  if (backoff === false) return "retries are off";
  let wait: number;
  if (backoff === null) {
    const planned = schedule[attempts - 1];
    if (planned === undefined) return `tried ${times(attempts)}`;
    wait = planned;
  } else {
    if (attempts >= backoff.maxTries) return `tried ${times(attempts)}`;
    wait = Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT);
  }
  const at = now + Math.max(withJitter(wait, random), retryAfter);
  if (backoff !== null && at - since > backoff.maxTime) {
    return `tried ${times(attempts)} within ${backoff.maxTime / 1000} s`;
  }
  return Math.ceil(at);
}

/** A wait, up to a fifth shorter or longer. */
export function withJitter(wait: number, random: number): number {
  return wait * (1 + JITTER * (2 * random - 1));
}

function times(attempts: number): string {
  return attempts === 1 ? "once" : `${attempts} times`;
}

import { parseHttpDate } from "@clustaar/webhook-core/signatures";

/** The longest wait an endpoint can ask for, in milliseconds: a day. */
const LONGEST = 86_400_000;

/** Reads `Retry-After`, in seconds or as a date: milliseconds to wait, at most a day; undefined when it cannot be read. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST);
  const date = parseHttpDate(text);
  return date === undefined ? undefined : Math.min(Math.max(date - now, 0), LONGEST);
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mm: 2_592_000_000,
  y: 31_536_000_000,
};
const part = /([\d.]+)([a-zµμ]+)/g;
const zero = /^[+-]?0$/;
/** No document needs more, and the parts of a longer text would take time to add up. */
const LONGEST = 100;

/**
 * Reads a duration as servo-webhooks writes it, in milliseconds: a number of seconds, or parts of a number and a unit (`90s`,
 * `1h30m`), which are added up; a text that cannot be read is what is wrong with it.
 */
export function parseDuration(value: unknown): number | string {
  if (typeof value === "boolean") return Number(value) * 1000;
  if (typeof value === "number" && Number.isFinite(value)) return value * 1000;
  if (typeof value !== "string")
    return "expected a duration such as 5m, 1h30m or a number of seconds";
  if (zero.test(value)) return 0;
  const parts = value.length > LONGEST ? [] : [...value.matchAll(part)];
  if (parts.length === 0) {
    return `expected a duration such as 5m, 1h30m or a number of seconds, got ${JSON.stringify(value.slice(0, LONGEST))}`;
  }
  let total = 0;
  for (const [, count = "", unit = ""] of parts) {
    const size = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (size === undefined) {
      return `expected a duration in the units ns, us, ms, s, m (minutes), h, d, w, mm (months of 30 days), y, got the unit ${JSON.stringify(unit)} in ${JSON.stringify(value)}`;
    }
    const number = Number(count);
    if (!Number.isFinite(number)) {
      return `expected a duration such as 1.5h, got the number ${JSON.stringify(count)} in ${JSON.stringify(value)}`;
    }
    total += number * size;
  }
  return value.startsWith("-") ? -total : total;
}

/** Reads `10/s`, `100/m` or `5/10s`: so many attempts in a span; a text says what is wrong. */
export function parseRate(value: unknown): { count: number; perMs: number } | string {
  const expected = "expected a rate such as 10/s, 100/m or 5/10s";
  if (typeof value !== "string") return expected;
  const [, count, span] = /^\s*(\d{1,9})\s*\/\s*(\S{1,20})\s*$/.exec(value) ?? [];
  if (count === undefined || span === undefined) return `${expected}, got ${JSON.stringify(value)}`;
  const perMs = parseDuration(/^\d/.test(span) ? span : `1${span}`);
  if (typeof perMs === "string") return `${expected}, got ${JSON.stringify(value)}`;
  if (Number(count) < 1 || perMs < 1) {
    return `${expected} with one attempt and one millisecond at least, got ${JSON.stringify(value)}`;
  }
  return { count: Number(count), perMs };
}

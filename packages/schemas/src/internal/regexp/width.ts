/** How many characters something matches, at least and at most. */
export interface Width {
  readonly min: number;
  readonly max: number;
}

/** More than any text has; what has no end counts as this many. */
const ENDLESS = 2 ** 64;

export const nothing: Width = { min: 0, max: 0 };
export const oneCharacter: Width = { min: 1, max: 1 };

/** One thing after another. */
export function plus(a: Width, b: Width): Width {
  return capped(a.min + b.min, a.max + b.max);
}

/** One thing or another. */
export function either(a: Width, b: Width): Width {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** One thing again and again; `most` is undefined when there is no limit. */
export function times(width: Width, least: number, most: number | undefined): Width {
  if (most === undefined) return capped(width.min * least, width.max > 0 ? ENDLESS : 0);
  return capped(width.min * least, width.max * most);
}

function capped(min: number, max: number): Width {
  return { min: Math.min(min, ENDLESS), max: Math.min(max, ENDLESS) };
}

/*
 * Where a notification lacks its session, its step's actions and the like, or has something else in
 * their place, a handler finds something empty to read and to fill. While that is still empty it is
 * written as what it stands for, in the notification and in an answer alike.
 */

interface StandIn {
  /** What came, or undefined where nothing did. */
  readonly wire: unknown;
  /** The stand-in as it was made. */
  readonly empty: unknown;
}

const standIns = new WeakMap<object, StandIn>();

/** Notes that `made`, as empty as `empty`, stands for `wire`. */
export function standIn(made: unknown, empty: unknown, wire: unknown): unknown {
  if (typeof made === "object" && made !== null) standIns.set(made, { wire, empty });
  return made;
}

/** What a value stands for, or undefined where it is a value of its own: made by a bot, or filled since. */
export function standsFor(value: unknown): { readonly wire: unknown } | undefined {
  const known = typeof value === "object" && value !== null ? standIns.get(value) : undefined;
  return known !== undefined && isLike(value, known.empty) ? known : undefined;
}

/** Whether two values hold the same; no deeper than the second one is. */
function isLike(value: unknown, empty: unknown): boolean {
  if (typeof empty !== "object" || empty === null) return value === empty;
  if (typeof value !== "object" || value === null) return false;
  const keys = Object.keys(empty);
  return (
    Object.keys(value).length === keys.length &&
    keys.every((key) =>
      isLike((value as Record<string, unknown>)[key], (empty as Record<string, unknown>)[key]),
    )
  );
}

/** Longer texts are nobody's typing error, and comparing them takes time. */
const LONGEST = 64;

/**
 * Gives the one of `names` that is nearest to `text`, if it is near enough to be what was meant: a third of it may differ.
 *
 * @example
 * ```ts
 * import { nearest } from "@clustaar/webhook-core/endpoint";
 *
 * console.log(nearest("mesure", ["measure", "adjust"])); // "measure"
 * console.log(nearest("promote", ["measure", "adjust"])); // undefined
 * ```
 */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  if (text.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.ceil(text.length / 3) + 1;
  for (const name of names) {
    if (Math.abs(name.length - text.length) >= least || name.length > LONGEST) continue;
    const count = distance(text.toLowerCase(), name.toLowerCase());
    if (count < least) {
      least = count;
      best = name;
    }
  }
  return best;
}

/** `; did you mean "x"?` for the nearest of some names, or nothing when none is near. */
export function didYouMean(text: string, names: Iterable<string>): string {
  const meant = nearest(text, names);
  return meant === undefined ? "" : `; did you mean ${JSON.stringify(meant)}?`;
}

/** How many characters have to be added, cut out or changed to make one text of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (above[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      row.push(Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change));
    }
  }
  return row[other.length] ?? 0;
}

/** The name that was meant: one that differs in case or in few letters. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const plain = plainly(name);
  let best: string | undefined;
  // One letter of a short name may be wrong, two of five, and so on.
  let fewest = Math.max(1, Math.floor(plain.length * 0.4)) + 1;
  for (const known of names) {
    const edits = distance(plain, plainly(known), fewest);
    if (edits < fewest) {
      best = known;
      fewest = edits;
    }
  }
  return best;
}

/** Names are told apart by their letters, and no longer than a name is. */
function plainly(name: string): string {
  return name
    .slice(0, 60)
    .toLowerCase()
    .replace(/[_\-\s]/g, "");
}

/** How many letters have to be added, dropped or changed, or `limit` where it is not fewer. */
function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[other.length] ?? limit, limit);
}

/** Marks in a row that Unicode's stream-safe text format allows (UAX 15, section 13): more than any language writes. */
const MOST_MARKS = 30;
/** Every code point that normalising may move: `\p{M}`, and the two half-width voiced sound marks, which become marks. */
const MARK = "[\\p{M}\\uff9e\\uff9f]";
const RUNS = new RegExp(`${MARK}+`, "gu");
const mark = new RegExp(MARK, "uy");
const longRun = new RegExp(`${MARK}{${MOST_MARKS + 1}}`, "uy");
const FIRST_MARK = 0x300;

/**
 * A text in Unicode's form NFKC, in time that grows with its length.
 *
 * Normalising sorts every run of marks, one step for each pair of them: a run of 80,000 would take seconds. So a longer run
 * than 30 is normalised in pieces; all other text comes out as `text.normalize("NFKC")` gives it.
 */
export function normalizeText(text: string): string {
  if (!hasLongRun(text)) return text.normalize("NFKC");
  let normalized = "";
  let start = 0;
  for (const { 0: marks, index } of text.matchAll(RUNS)) {
    // Marks belong to what precedes them: cut inside runs alone.
    if (marks.length <= MOST_MARKS) continue;
    for (const end of cuts(marks, index)) {
      normalized += text.slice(start, end).normalize("NFKC");
      start = end;
    }
  }
  return normalized + text.slice(start).normalize("NFKC");
}

/** Where a run of marks that starts at `at` is cut: behind every 30 of them but the last. */
function cuts(marks: string, at: number): number[] {
  const places: number[] = [];
  let count = 0;
  for (const mark of marks) {
    if (count === MOST_MARKS) {
      places.push(at);
      count = 0;
    }
    count++;
    at += mark.length;
  }
  return places;
}

/**
 * Whether more than 30 marks stand in a row. One of them then stands at a multiple of 31, so that of most texts a 31st is
 * looked at: a regular expression would take longer than all else that is done with a text.
 */
function hasLongRun(text: string): boolean {
  for (let at = MOST_MARKS; at < text.length; at += MOST_MARKS + 1) {
    if (text.charCodeAt(at) < FIRST_MARK || !matchesAt(mark, text, at)) continue;
    // Up to the first mark of the run, two units a mark.
    let start = at;
    while (start > at - 2 * MOST_MARKS && matchesAt(mark, text, start - 1)) start--;
    if (matchesAt(longRun, text, start)) return true;
  }
  return false;
}

/** Between the halves of a pair of surrogates, what begins with the first one counts. */
function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  if (at < 0) return false;
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** The line that opens a fence, with its indentation, its backticks and its info string. */
export const fenceOpening = /^(?<indent>\s*)(?<ticks>`{3,})(?<info>[^`]*)$/;

/** Whether a line closes the fence that was opened with `ticks`. */
export function closesFence(line: string, ticks = "```"): boolean {
  return line.trim().startsWith(ticks) && /^`+$/.test(line.trim());
}

/** A comment that goes over several lines. */
export interface Comment {
  /** The index of the line that opens it. */
  start: number;
  /** The index of the line that closes it; the number of lines when none does. */
  end: number;
  /** Whether its first word is `hidden`. */
  hidden: boolean;
}

/** The comments that go over several lines, those inside fences aside. */
export function findComments(lines: string[]): Comment[] {
  const comments: Comment[] = [];
  let ticks: string | undefined;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (ticks !== undefined) {
      if (closesFence(line, ticks)) ticks = undefined;
      continue;
    }
    ticks = fenceOpening.exec(line)?.groups?.ticks;
    const text = /^\s*<!--(?<text>.*)$/.exec(line)?.groups?.text;
    if (text === undefined || text.includes("-->")) continue;
    const start = index;
    do index += 1;
    while (index < lines.length && !lines[index]?.includes("-->"));
    comments.push({ start, end: index, hidden: /^\s*hidden\b/.test(text) });
  }
  return comments;
}

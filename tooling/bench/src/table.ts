/** One table of results. */
export interface Table {
  readonly title: string;
  /** What was measured and how to read it: one paragraph. */
  readonly note: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Writes a table as Markdown, its columns aligned so that a terminal shows it as well. */
export function markdown({ title, note, head, rows }: Table): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? "").length)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [`## ${title}`, "", note, "", line(head), rule, ...rows.map(line), ""].join("\n");
}

/** A ratio against its target: `1.28 (at most 1.35)`, with `missed` where it is. */
export function against(ratio: number, bound: "at most" | "at least", target: number): string {
  const met = bound === "at most" ? ratio <= target : ratio >= target;
  return `${ratio.toFixed(2)} (${bound} ${target.toFixed(2)}${met ? "" : ", missed"})`;
}

/** Microseconds with three significant digits. */
export function micros(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

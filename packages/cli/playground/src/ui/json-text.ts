/** A value in one line: texts as they are, everything else as JSON. */
export function inOneLine(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > 500 ? `${text.slice(0, 500)} …` : text;
}

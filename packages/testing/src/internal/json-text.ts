/** A JSON value in one line, cut where it gets long. */
export function jsonText(value: unknown, longest = 200): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}

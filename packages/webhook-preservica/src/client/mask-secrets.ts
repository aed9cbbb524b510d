import { spellingsOf } from "./spellings.ts";

/** What stands in the place of a secret. */
export const MASK = "***";

/** Hides the secrets in a text, in every spelling in which a server is likely to echo them. */
export function mask(text: string, secrets: Iterable<string>): string {
  const hidden: [start: number, end: number][] = [];
  const known = [...new Set(secrets)].filter((secret) => secret !== "");
  if (known.length === 0) return text;
  for (const spelling of spellingsOf(text)) {
    for (const secret of known) {
      let at = spelling.text.indexOf(secret);
      for (; at >= 0; at = spelling.text.indexOf(secret, at + secret.length)) {
        hidden.push([spelling.starts[at] ?? 0, spelling.starts[at + secret.length] ?? text.length]);
      }
    }
  }
  return withoutSpans(text, hidden);
}

function withoutSpans(text: string, spans: [start: number, end: number][]): string {
  let shown = "";
  let from = 0;
  for (const [start, end] of spans.sort(([one], [other]) => one - other)) {
    // Two secrets may overlap, and one may hold another.
    if (start >= from) shown += text.slice(from, start) + MASK;
    from = Math.max(from, end);
  }
  return shown + text.slice(from);
}

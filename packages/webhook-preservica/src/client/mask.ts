import { inspect } from "node:util";

const MASK = "***";
/** Characters of an answer that an error shows at most. */
const LONGEST = 2_000;

/** Hides the secrets in a text, in every spelling in which a server is likely to echo them. */
export function mask(text: string, secrets: Iterable<string>): string {
  const spellings = [...secrets].filter((secret) => secret !== "").flatMap(spellingsOf);
  // The longest first: one secret may hold another.
  const ordered = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  return ordered.reduce((masked, spelling) => masked.replaceAll(spelling, MASK), text);
}

/** As it is, in a URL, in a form, in HTML, in JSON, and in JSON that is quoted in JSON. */
function spellingsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(Buffer.from(secret).toString()),
    new URLSearchParams([["", secret]]).toString().slice(1),
    secret.replace(/[&<>"']/g, (character) => entities[character] ?? character),
    ...[quoted, quotedAscii].flatMap((quote) => [quote(secret), quoted(quote(secret))]),
  ];
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function quotedAscii(text: string): string {
  return quoted(text).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The beginning of a body, for an error. */
export function maskedBody(text: string, secrets: Iterable<string>): string {
  const masked = mask(text, secrets);
  return masked.length <= LONGEST ? masked : `${masked.slice(0, LONGEST)}…`;
}

/** What was thrown, unless it tells a secret: then only its masked message. */
export function maskedCause(error: unknown, secrets: readonly string[]): unknown {
  const shown = inspect(error, { depth: 5 });
  const masked = mask(shown, secrets);
  if (masked === shown) return error;
  return new Error(mask(error instanceof Error ? error.message : shown, secrets));
}

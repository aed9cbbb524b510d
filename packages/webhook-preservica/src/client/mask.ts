import { inspect } from "node:util";
import { messageOf } from "@clustaar/webhook-core/endpoint";

const MASK = "***";
/** Characters of an answer that an error shows at most. */
const LONGEST = 2_000;
/** Characters that one character of a secret becomes at most: an escape within an escape of a pair of units. */
const WIDEST = 40;

/** Names of fields whose values nobody may see, whoever set them. */
const secretName = /secret|token|passw(?:or)?d/i;
const namedValue =
  /((?:secret|token|passw(?:or)?d)[\w.-]{0,40}\\{0,4}["']?\s{0,9}[:=]\s{0,9})(?!["']?\*\*\*)(?:"(?:[^"\\]|\\.)*"?|\\+".*?(?:\\+"|$)|'[^']*'?|(?!(?:true|false|null)(?:[\s,}\]]|$))[^\s&,;<>"'{}[\]\\]+)/gis;
const namedElement = /(<[\w.:-]{0,40}(?:secret|token|passw(?:or)?d)[\w.:-]{0,40}>)[^<]+/gi;

/** Hides the secrets in a text, in every spelling in which a server is likely to echo them. */
export function mask(text: string, secrets: Iterable<string>): string {
  // The longest first: one secret may hold another.
  const ordered = [...new Set(secrets)]
    .filter((secret) => secret !== "")
    .sort((a, b) => b.length - a.length);
  if (ordered.length === 0) return text;
  return text.replace(new RegExp(ordered.map(spellingsOf).join("|"), "g"), MASK);
}

/** Hides the values of fields that are named like secrets, in what is no JSON: forms, URLs, XML, JSON within text. */
export function maskNamed(text: string): string {
  return text.replace(namedElement, `$1${MASK}`).replace(namedValue, `$1${MASK}`);
}

/** A pattern of a secret whose every character may be escaped as JSON, URLs, forms and HTML do, or not at all. */
function spellingsOf(secret: string): string {
  return Array.from(secret, spellingsOfCharacter).join("");
}

function spellingsOfCharacter(character: string): string {
  // Nobody escapes these.
  if (/^[a-z0-9]$/i.test(character)) return character;
  const point = character.codePointAt(0) ?? 0;
  const hex = point.toString(16);
  const units = Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, "0");
    return `\\\\{1,4}u${anyCase(unit)}`;
  });
  const bytes = [...Buffer.from(character)].map((byte) => {
    return `%(?:25)*${anyCase(byte.toString(16).padStart(2, "0"))}`;
  });
  const spellings = [
    `\\\\{0,4}${character.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")}`,
    units.join(""),
    bytes.join(""),
    `&#0*${point};`,
    `&#[xX]0*${anyCase(hex)};`,
    ...(named[character] ?? []),
  ];
  return `(?:${spellings.join("|")})`;
}

const named: Readonly<Record<string, readonly string[]>> = {
  "&": ["&amp;"],
  "<": ["&lt;"],
  ">": ["&gt;"],
  '"': ["&quot;"],
  "'": ["&apos;"],
  " ": ["\\+"],
  "\n": ["\\\\{1,4}n"],
  "\r": ["\\\\{1,4}r"],
  "\t": ["\\\\{1,4}t"],
};

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** The beginning of a body, for an error. */
export function maskedBody(text: string, secrets: readonly string[]): string {
  const room = WIDEST * Math.max(0, ...secrets.map(({ length }) => length));
  // A secret that the cut goes through must be seen whole before it is cut.
  const beginning = maskedJson(text).slice(0, LONGEST + room);
  const masked = maskNamed(mask(beginning, secrets));
  return masked.length <= LONGEST ? masked : `${masked.slice(0, LONGEST)}…`;
}

/** The text itself unless it is JSON with a field, at any depth, that is named like a secret. */
function maskedJson(text: string): string {
  let found = false;
  try {
    const json: unknown = JSON.parse(text, (name, value: unknown) => {
      if (!secretName.test(name) || value === null || typeof value === "boolean") return value;
      found = true;
      return MASK;
    });
    return found ? JSON.stringify(json) : text;
  } catch {
    return text; // no JSON, or deeper than the stack
  }
}

/** What was thrown, unless it tells a secret: then only its masked message. */
export function maskedCause(error: unknown, secrets: readonly string[]): unknown {
  try {
    const whole = { depth: 12, maxStringLength: null, maxArrayLength: null, showHidden: true };
    const shown = inspect(error, whole);
    if (mask(shown, secrets) === shown) return error;
  } catch {
    // It cannot even be looked at; its message is all that is left.
  }
  return new Error(mask(messageOf(error), secrets));
}

import { MASK } from "./mask-secrets.ts";

/** Names of fields whose values must never be shown. */
const secretName = /secret|token|passw(?:or)?d/i;

/** Whether a field is named like a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** Hides the values of fields that are named like secrets, in what is not JSON: forms, URLs, XML, JSON within text. */
export function maskNamed(text: string): string {
  let shown = "";
  let from = 0;
  for (const { index, 0: word } of text.matchAll(new RegExp(secretName, "gi"))) {
    // One name may stand in the value of another.
    if (index < from) continue;
    const value = valueAfter(text, index + word.length);
    if (value === undefined) continue;
    shown += text.slice(from, value.start) + MASK;
    from = value.end;
  }
  return shown + text.slice(from);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Characters of a name behind its telling word at most, so that the time stays in proportion to the text. */
const LONGEST_NAME = 40;
/** Spaces around `=` or `:` at most. */
const MOST_SPACES = 9;

/** The value of a field, from behind the word in its name that tells it is secret. */
function valueAfter(text: string, word: number): Span | undefined {
  const name = skip(text, word, LONGEST_NAME, isNameCharacter);
  if (text[name] === ">") return unmasked(text, name + 1, until(text, name + 1, isOneOf("<")));
  const quoted = skip(text, skip(text, name, 4, isOneOf("\\")), 1, isOneOf("\"'"));
  const sign = skip(text, quoted, MOST_SPACES, isSpace);
  if (text[sign] !== "=" && text[sign] !== ":") return undefined;
  return valueAt(text, skip(text, sign + 1, MOST_SPACES, isSpace));
}

/** The value that begins at a place, without its quotes; nothing for true, false, null, and what is masked already. */
function valueAt(text: string, start: number): Span | undefined {
  const slashes = skip(text, start, 4, isOneOf("\\"));
  const quote = text[slashes];
  if (quote === '"' || quote === "'") {
    const end =
      slashes === start ? closingQuote(text, start + 1, quote) : escapedQuote(text, slashes + 1);
    return unmasked(text, slashes + 1, end);
  }
  if (quote === "{" || quote === "[") return { start, end: closingBracket(text, start) };
  const end = until(
    text,
    start,
    (character) => isSpace(character) || "&,;<>\"'{}[]\\".includes(character),
  );
  const word = text.slice(start, end);
  return ["", "true", "false", "null"].includes(word) ? undefined : unmasked(text, start, end);
}

function unmasked(text: string, start: number, end: number): Span | undefined {
  return start === end || text.slice(start, end) === MASK ? undefined : { start, end };
}

/** Where a string in quotes ends; a character after a backslash does not end it. */
function closingQuote(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

/** Where a string ends whose quotes are escaped, being within a string itself: before the backslashes of the next one. */
function escapedQuote(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\" && "\"'".includes(text[skip(text, at, 4, isOneOf("\\"))] ?? " "))
      return at;
  }
  return text.length;
}

/** Where an object or a list ends, brackets in its strings counted too: it hides rather too much. */
function closingBracket(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if ("{[".includes(character)) depth += 1;
    else if ("}]".includes(character) && --depth === 0) return at + 1;
  }
  return text.length;
}

function skip(
  text: string,
  start: number,
  most: number,
  takes: (character: string) => boolean,
): number {
  let at = start;
  while (at < text.length && at - start < most && takes(text.charAt(at))) at += 1;
  return at;
}

function until(text: string, start: number, ends: (character: string) => boolean): number {
  return skip(text, start, text.length, (character) => !ends(character));
}

function isOneOf(characters: string): (character: string) => boolean {
  return (character) => characters.includes(character);
}

function isNameCharacter(character: string): boolean {
  return /[\w.-]/.test(character);
}

function isSpace(character: string): boolean {
  return character.trim() === "";
}

import { swap } from "./escape.ts";
import { allowedTags, mayCarry } from "./rules.ts";

/** An attribute by its name, its value as it stands: entities are not resolved. */
export interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** An allowed tag with the attributes it may carry. */
export interface Tag {
  readonly tagName: string;
  readonly attrs: readonly Attribute[];
  readonly isEnd: boolean;
}

/** What a tag comes to: `end` is the index behind it. */
export interface ReadTag {
  readonly end: number;
  /** Undefined where the tag is none of the allowed ones, or where the text ends in it. */
  readonly tag: Tag | undefined;
  /** Whether it was meant as text if it is not a tag. */
  readonly isText: boolean;
}

const startTags = bareTags(false);
const endTags = bareTags(true);

function bareTags(isEnd: boolean): ReadonlyMap<string, Tag> {
  return new Map(allowedTags.map((tagName) => [tagName, { tagName, attrs: [], isEnd }]));
}

const letters = /^[a-z]+$/i;
const tagName = /[^\t\n\f />]*/y;
const beforeAttribute = /[\t\n\f /]*/y;
const attributeName = /[^\t\n\f />][^\t\n\f />=]*/y;
const space = /[\t\n\f ]*/y;
const bareValue = /[^\t\n\f >]*/y;

/**
 * Reads the tag that begins at `start` as HTML's tokenizer does, in one pass. Where the text ends in it, it was meant as text:
 * `if a <b then`. Only one that breaks off in or behind a quoted value, or in front of a value, was meant as a tag.
 */
export function readTag(text: string, start: number): ReadTag {
  const isEnd = text[start + 1] === "/";
  const nameStart = isEnd ? start + 2 : start + 1;
  let at = skip(tagName, text, nameStart);
  const name = lowerCase(text.slice(nameStart, at));
  if (text[at] === ">") return { end: at + 1, tag: bareTag(name, isEnd), isText: true };
  const attrs: Attribute[] = [];
  let isQuoted = false;
  for (;;) {
    at = skip(beforeAttribute, text, at);
    if (at === text.length) return unfinished(text, !isQuoted);
    if (text[at] === ">") break;
    isQuoted = false;
    const attributeStart = at;
    at = skip(attributeName, text, at);
    const attribute = lowerCase(text.slice(attributeStart, at));
    const afterName = skip(space, text, at);
    let value = "";
    if (text[afterName] === "=") {
      at = skip(space, text, afterName + 1);
      const quote = text[at];
      if (quote === undefined) return unfinished(text, false);
      isQuoted = quote === '"' || quote === "'";
      const valueStart = isQuoted ? at + 1 : at;
      at = isQuoted ? text.indexOf(quote, valueStart) : skip(bareValue, text, at);
      if (at < 0) return unfinished(text, false);
      value = text.slice(valueStart, at);
      if (isQuoted) at += 1;
    }
    keepFirst(attrs, name, attribute, value);
  }
  const tag = attrs.length > 0 ? { tagName: name, attrs, isEnd } : bareTag(name, isEnd);
  return { end: at + 1, tag, isText: true };
}

/** A tag without attributes, the same one each time. */
function bareTag(name: string, isEnd: boolean): Tag | undefined {
  return (isEnd ? endTags : startTags).get(name);
}

function unfinished(text: string, isText: boolean): ReadTag {
  return { end: text.length, tag: undefined, isText };
}

/** Of attributes of one name the first counts. */
function keepFirst(attrs: Attribute[], tag: string, name: string, value: string): void {
  if (!mayCarry(tag, name) || attrs.some((known) => known.name === name)) return;
  attrs.push({ name, value: swap(value, "\u0000", "\ufffd") });
}

/** The index behind what a sticky pattern matches, which may be nothing. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

/** Only ASCII has letter case in HTML: `\u212a` is no `k`. */
function lowerCase(name: string): string {
  return letters.test(name) ? name.toLowerCase() : name;
}

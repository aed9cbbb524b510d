import { Token, type TokenHandler, Tokenizer } from "parse5";
import { isAllowedTag, mayCarry } from "./html-rules.ts";

/** More tags than this are no message any more. */
const MOST_TAGS = 50_000;
/** Attributes of one tag that are read; parse5 compares each with all before it, so a long tag would take minutes. */
const MOST_ATTRIBUTES = 100;

/** Rests on how parse5 works inside: its version is exact in package.json. */
class BoundedTokenizer extends Tokenizer {
  protected override _leaveAttrName(): void {
    const tag = this.currentToken;
    if (tag === null || !("attrs" in tag) || tag.attrs.length < MOST_ATTRIBUTES) {
      super._leaveAttrName();
    }
  }
}

/** An allowed tag with the attributes it may carry. */
export interface Tag {
  readonly tagName: string;
  readonly attrs: readonly Token.Attribute[];
  readonly isEnd: boolean;
}

/** A text as its author reads it, or a tag. */
export type Piece = string | Tag;

/** Writes markup as text; entities stay as they are. */
export function escapeMarkup(source: string): string {
  return visible(source).replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function visible(source: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
  return source.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "?");
}

/** Stands at the end of every text, so that a tag which breaks off there shows how far it got. */
const CUT = "\ufdd0";

/**
 * Takes a text apart into what is text and the allowed tags, reduced to what they may carry; comments are left out, and
 * all other tags are text. Undefined when there are too many tags.
 *
 * Texts never stand side by side. No entity is resolved on the way: only `&` itself is one here.
 */
export function piecesOf(text: string): Piece[] | undefined {
  const whole = `${text.replaceAll("&", "&amp;")}${CUT}>`;
  const pieces: Piece[] = [];
  let pending = "";
  let tags = 0;

  function keepTag(token: Token.TagToken): void {
    const { text, isLast } = placeOf(whole, token);
    if (isLast) {
      pending += unfinishedTag(token, text);
    } else if (isAllowedTag(token.tagName)) {
      tags += 1;
      if (pending !== "") pieces.push(pending);
      pending = "";
      pieces.push(allowedTag(token));
    } else {
      pending += visible(text);
    }
  }
  function keepText({ chars }: Token.CharacterToken): void {
    pending += chars;
  }
  function leaveOut(): void {}

  const handler: TokenHandler = {
    onStartTag: keepTag,
    onEndTag: keepTag,
    onCharacter: keepText,
    onWhitespaceCharacter: keepText,
    onNullCharacter: leaveOut,
    onDoctype: leaveOut,
    onComment(token) {
      const { text } = placeOf(whole, token);
      // `</3` is no comment to its author, though it is one to a parser.
      const name = token.data.replace(CUT, "").trim().toLowerCase();
      if (text.startsWith("</") && !isAllowedTag(name)) pending += visible(text);
    },
    onEof: leaveOut,
  };
  new BoundedTokenizer({ sourceCodeLocationInfo: true }, handler).write(whole, true);
  if (tags > MOST_TAGS) return undefined;
  // A text that did not end in markup still has the mark at its end.
  const last = pending.endsWith(`${CUT}>`) ? pending.slice(0, -2) : pending;
  return last === "" ? pieces : [...pieces, last];
}

/** Writes pieces as markup for a parser. */
export function markupOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? textOf(piece) : tagOf(piece))).join("");
}

function textOf(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function tagOf({ tagName, attrs, isEnd }: Tag): string {
  if (isEnd) return `</${tagName}>`;
  return `<${tagName}${attrs.map(({ name, value }) => ` ${name}="${escapeValue(value)}"`).join("")}>`;
}

function escapeValue(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function allowedTag({ type, tagName, attrs }: Token.TagToken): Tag {
  const carried = attrs.filter(({ name }) => mayCarry(tagName, name));
  return { tagName, attrs: carried, isEnd: type === Token.TokenType.END_TAG };
}

/** What the author wrote for a token, and whether the text ends in it. */
function placeOf(whole: string, { location }: Token.Token): { text: string; isLast: boolean } {
  // Locations were asked for, so every token has one.
  const { startOffset = 0, endOffset = 0 } = location ?? {};
  // parse5 counts a pair of surrogates after `</` as one.
  const start = whole[startOffset] === "<" ? startOffset : startOffset - 1;
  const isLast = endOffset === whole.length;
  const source = whole.slice(start, isLast ? endOffset - 2 : endOffset);
  return { text: source.replaceAll("&amp;", "&"), isLast };
}

/**
 * What becomes of a tag that the text ends in: a name, or the name or bare value of an attribute that breaks off was meant
 * as text; what breaks off elsewhere is dropped with the tag.
 */
function unfinishedTag({ tagName, attrs }: Token.TagToken, text: string): string {
  if (tagName.endsWith(CUT)) return visible(text);
  const breaksOff = attrs.some(
    ({ name, value }) =>
      (name.length > 1 && name.endsWith(CUT)) || (value.length > 1 && value.endsWith(CUT)),
  );
  return breaksOff ? visible(text) : "";
}

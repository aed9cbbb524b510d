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

/** Writes markup as text; entities stay as they are. */
export function escapeMarkup(source: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
  const visible = source.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "?");
  return visible.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Stands at the end of every text, so that a tag which breaks off there shows how far it got. */
const CUT = "\ufdd0";

/**
 * Gives the source with the allowed tags reduced to what they may carry, all other tags escaped, and comments left out;
 * undefined when there are too many tags.
 *
 * Every `&` of the source is written `&amp;`, so no entity is resolved on the way.
 */
export function keepAllowedMarkup(source: string): string | undefined {
  const whole = `${source}${CUT}>`;
  const kept: string[] = [];
  let tags = 0;

  function keepTag(token: Token.TagToken): void {
    const { text, isLast } = placeOf(whole, token);
    if (isLast) {
      kept.push(unfinishedTag(token, text));
    } else if (isAllowedTag(token.tagName)) {
      tags += 1;
      kept.push(allowedTag(token));
    } else {
      kept.push(escapeMarkup(text));
    }
  }
  function keepText({ chars }: Token.CharacterToken): void {
    kept.push(chars.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
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
      if (text.startsWith("</") && !isAllowedTag(name)) kept.push(escapeMarkup(text));
    },
    onEof: leaveOut,
  };
  new BoundedTokenizer({ sourceCodeLocationInfo: true }, handler).write(whole, true);
  return tags > MOST_TAGS ? undefined : withoutCut(kept.join(""));
}

function allowedTag({ type, tagName, attrs }: Token.TagToken): string {
  if (type === Token.TokenType.END_TAG) return `</${tagName}>`;
  const carried = attrs.filter(({ name }) => mayCarry(tagName, name));
  return `<${tagName}${carried.map(({ name, value }) => ` ${name}="${escapeValue(value)}"`).join("")}>`;
}

function escapeValue(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** The source of a token, and whether the text ends in it. */
function placeOf(whole: string, { location }: Token.Token): { text: string; isLast: boolean } {
  // Locations were asked for, so every token has one.
  const { startOffset = 0, endOffset = 0 } = location ?? {};
  // parse5 counts a pair of surrogates after `</` as one.
  const start = whole[startOffset] === "<" ? startOffset : startOffset - 1;
  const isLast = endOffset === whole.length;
  return { text: whole.slice(start, isLast ? endOffset - 2 : endOffset), isLast };
}

/**
 * What becomes of a tag that the text ends in: a name, or the name or bare value of an attribute that breaks off was meant
 * as text; what breaks off elsewhere is dropped with the tag.
 */
function unfinishedTag({ tagName, attrs }: Token.TagToken, text: string): string {
  if (tagName.endsWith(CUT)) return escapeMarkup(text);
  const breaksOff = attrs.some(
    ({ name, value }) =>
      (name.length > 1 && name.endsWith(CUT)) || (value.length > 1 && value.endsWith(CUT)),
  );
  return breaksOff ? escapeMarkup(text) : "";
}

/** A text that did not end in markup still has the mark at its end. */
function withoutCut(markup: string): string {
  const mark = `${CUT}&gt;`;
  return markup.endsWith(mark) ? markup.slice(0, -mark.length) : markup;
}

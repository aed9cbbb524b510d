import { type Token, type TokenHandler, Tokenizer } from "parse5";
import { isAllowedTag } from "./html-rules.ts";

/** More tags than this are no message any more. */
const MOST_TAGS = 50_000;

/** Writes markup as text; entities stay as they are. */
export function escapeMarkup(source: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
  const visible = source.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "?");
  return visible.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Stands at the end of every text, so that a tag which breaks off there shows how far it got. */
const CUT = "\ufdd0";

/**
 * Gives the source with the allowed tags as they stand, all other tags escaped, and comments left out;
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
      kept.push(text);
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
  new Tokenizer({ sourceCodeLocationInfo: true }, handler).write(whole, true);
  return tags > MOST_TAGS ? undefined : withoutCut(kept.join(""));
}

/** The source of a token, and whether the text ends in it. */
function placeOf(whole: string, { location }: Token.Token): { text: string; isLast: boolean } {
  // Locations were asked for, so every token has one.
  const { startOffset = 0, endOffset = 0 } = location ?? {};
  const isLast = endOffset === whole.length;
  return { text: whole.slice(startOffset, isLast ? endOffset - 2 : endOffset), isLast };
}

/**
 * What becomes of a tag that the text ends in: a name, or the name or bare value of an attribute that breaks off was meant
 * as text; what breaks off elsewhere is dropped with the tag.
 */
function unfinishedTag({ tagName, attrs }: Token.TagToken, text: string): string {
  if (tagName.endsWith(CUT)) return escapeMarkup(text.replace("</", "<"));
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

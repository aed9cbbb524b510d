import fc from "fast-check";
import { type Token, type TokenHandler, Tokenizer } from "parse5";
import { describe, expect, it } from "vitest";
import { runs } from "../runs.test-helpers.ts";
import { escapeControls } from "./escape.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { isAllowedTag, mayCarry } from "./rules.ts";
import { nasty } from "./safety.test-helpers.ts";

/** The pieces that parse5's own tokenizer finds; slow where there are many attributes. */
function reference(text: string): Piece[] {
  // No entity is to be resolved.
  const whole = text.replaceAll("&", "&amp;");
  const pieces: Piece[] = [];
  function sourceOf({ location }: Token.Token): string {
    const { startOffset = 0, endOffset = 0 } = location ?? {};
    // parse5 counts a pair of surrogates after `</` as one.
    const start = whole[startOffset] === "<" ? startOffset : startOffset - 1;
    return whole.slice(start, endOffset).replaceAll("&amp;", "&");
  }
  function keepText(text: string): void {
    const last = pieces.at(-1);
    if (typeof last === "string") pieces[pieces.length - 1] = last + text;
    else if (text !== "") pieces.push(text);
  }
  const keepTag = (isEnd: boolean) => (token: Token.TagToken) => {
    const { tagName } = token;
    if (!isAllowedTag(tagName)) return keepText(escapeControls(sourceOf(token)));
    const attrs = token.attrs.filter(({ name }) => mayCarry(tagName, name));
    pieces.push({ tagName, attrs: attrs.map(({ name, value }) => ({ name, value })), isEnd });
  };
  const handler: TokenHandler = {
    onStartTag: keepTag(false),
    onEndTag: keepTag(true),
    onCharacter: ({ chars }) => keepText(chars),
    onWhitespaceCharacter: ({ chars }) => keepText(chars),
    onNullCharacter() {},
    onDoctype() {},
    onComment(token) {
      const source = sourceOf(token);
      const isNamed = isAllowedTag(token.data.trim().toLowerCase());
      if (source.startsWith("</") && !isNamed) keepText(escapeControls(source));
    },
    onEof() {},
  };
  new Tokenizer({ sourceCodeLocationInfo: true }, handler).write(whole, true);
  return pieces;
}

/* Whatever is open, this ends it: a quote of either kind, a value, a tag, a comment. */
const close = `"'">-->`;
const parts = fc.array(
  fc.constantFrom(
    ...[
      "<",
      "</",
      "<b",
      "</b",
      "<A ",
      "<a href",
      "<p",
      "<br/",
      ">",
      "/",
      "/>",
      "=",
      "='",
      '="',
      "'",
      '"',
    ],
    ...["<!", "<!-", "<!--", "-", "--", "-->", "--!>", "<!doctype", "<![CDATA[", "]]>", "<?", "?>"],
    ...[
      " ",
      "\n",
      "\t",
      "\f",
      "\u0000",
      "&",
      "&amp;",
      "href",
      "HREF",
      "title",
      "target",
      "x",
      "3",
      "é",
    ],
    ...["\u212a", "<bloc\u212aquote>", "\u0130", "😀", "\ud800", "\ufdd0", "\ufffd", "`", ";"],
  ),
  { maxLength: 20, size: "max" },
);

describe("piecesOf", () => {
  it.each([
    ["what has gone wrong elsewhere", nasty],
    ["parts of tags", parts.map((all) => all.join(""))],
  ])("finds what parse5's tokenizer finds in %s", { timeout: 60_000 }, (_what, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const complete = text.replace(/\r\n?/g, "\n") + close;
        expect(piecesOf(complete)).toEqual(reference(complete));
      }),
      { numRuns: runs(30_000) },
    );
  });

  it.each([
    "if a <b then",
    "if a <b then ",
    "if a <b ",
    "if a <b",
    "if a </b",
    "a <b then c",
    "a <b c=d",
    "a <b c=d ",
    "a <b c = d ",
    "a <br /",
    "a <3",
    "a </3 b",
    "a </",
    "a <",
    '<a title="b" c',
  ])("takes the unfinished tag at the end of %j for text", (text) => {
    expect(piecesOf(text)).toEqual([text]);
  });

  it.each([
    "<b c=",
    "<b c= ",
    '<a href="https://e.example',
    "<a href='",
    '<a href="x"',
    '<a href="x" ',
  ])("takes %j for a tag that broke off, and leaves it out", (text) =>
    expect(piecesOf(`x${text}`)).toEqual(["x"]),
  );
});

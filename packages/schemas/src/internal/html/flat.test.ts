import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../runs.test-helpers.ts";
import { Budget } from "./budget.ts";
import { isFlatMarkup } from "./flat.ts";
import { piecesOf } from "./pieces.ts";
import { nasty, soup } from "./safety.test-helpers.ts";
import { sanitize } from "./sanitize.ts";
import { serializeAllowed } from "./serialize.ts";
import { treeOf } from "./tree.ts";

/** What a parser makes of a text. */
function parsed(text: string) {
  const tree = treeOf(piecesOf(text.replace(/\r\n?/g, "\n")), { spend: () => true });
  return tree && serializeAllowed(tree, 1e9);
}

const tags = ["b", "i", "em", "strong", "code"].flatMap((tag) => [`<${tag}>`, `</${tag}>`]);
const link = '<a href="https://e.example/?q=é">';
const others = [
  "<br>",
  "x",
  "&",
  "&#60;",
  "&lt;",
  " a word ",
  "é",
  "😀",
  "\n",
  "\t",
  "\ud800",
  "\u00a0",
  "\u2028",
  "\uff1c",
];
const odd = [
  "<br/>",
  "</br>",
  "<B>",
  "<b >",
  "<a>",
  "</a>",
  link,
  "<a href='https://e.example'>",
  '<a href="javascript:x">',
  '<a href="https://e.example/?a&b">',
  '<a href="https://e.example" title="x">',
  '<a href="https://e.example" target="_self">',
  '<a href="https://e.example',
  "<li>",
  "<p>",
  "amp;",
  "&amp;",
  ">",
  "<",
  "\r",
  "\u0000",
  "\f",
];
const closed = fc
  .tuple(fc.constantFrom("b", "i", "em", "strong", "code"), fc.constantFrom(...others.slice(1)))
  .map(([tag, words]) => `<${tag}>${words}</${tag}>`);
const linked = fc
  .tuple(
    fc.constantFrom("http://e.example", "https://e.example/'a' b\u00a0`#<>", "https://\ufffd:x"),
    fc.constantFrom("", ' target="_blank"'),
    fc.constantFrom(...others),
  )
  .map(([href, target, words]) => `<a href="${href}"${target}>${words}</a>`);
const pieces = fc.oneof(
  { weight: 8, arbitrary: closed },
  { weight: 4, arbitrary: linked },
  { weight: 8, arbitrary: fc.constantFrom(...others) },
  { weight: 1, arbitrary: fc.constantFrom(...tags, ...odd) },
);
const marked = fc.array(pieces, { maxLength: 12 }).map((list) => list.join(""));

describe("flat markup", () => {
  it("is what a parser would leave as it is", () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(marked, soup, nasty), (text) => {
        if (!isFlatMarkup(text)) return;
        taken += 1;
        expect(parsed(text)).toBe(text);
      }),
      { numRuns: runs(20_000) },
    );
    expect(taken, "texts that are flat").toBeGreaterThan(runs(20_000) / 10);
  });

  it.each([
    "",
    "Hello",
    "<b>Hi</b>, <i>you</i>",
    "a<br>b<br><br>",
    "<code></code>",
    "a & b &lt; &#99; &",
    '<a href="https://e.example">x</a>',
    'a <a href="http://e.example/it\'s" target="_blank">x & y</a>, b',
  ])("is all there is in %j", (text) => expect(isFlatMarkup(text)).toBe(true));

  it.each([
    "<b>",
    "</b>",
    "<b></i>",
    "<b><i>x</i></b>",
    "<b>a<br>b</b>",
    "<b >x</b>",
    "<B>x</B>",
    "</br>",
    "<br/>",
    '<a href="https://e.example"><b>x</b></a>',
    '<a href="https://e.example">x',
    '<a href="https://e.example">x</b>',
    '<a href="https://e.example/?a&b">x</a>',
    '<a href="https://e.example/\u0001">x</a>',
    '<a href="javascript:x">x</a>',
    '<a href="/x">x</a>',
    '<a href="https://e.example" onclick="x">x</a>',
    "<ul></ul>",
    "<script>x</script>",
    "a &amp; b",
    "a > b",
    "a\rb",
    "a\u0000b",
  ])("is not all there is in %j", (text) => expect(isFlatMarkup(text)).toBe(false));

  it("is told of a text of any length", () => {
    const long = "<b>x</b>".repeat(200_000);
    expect(sanitize(long, new Budget())).toBe(long);
    expect(isFlatMarkup(`${long}<b>`)).toBe(false);
    expect(isFlatMarkup(`<b>${"x".repeat(2_000_000)}`)).toBe(false);
  });

  it("does not run out of stack, which sixteen million characters did once", () => {
    expect(isFlatMarkup("<br>".repeat(4_000_000))).toBe(false);
    expect(isFlatMarkup("&".repeat(1_000_000))).toBe(true);
  });
});

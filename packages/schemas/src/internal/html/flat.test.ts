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
const others = [
  "<br>",
  "x",
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
  "<li>",
  "<p>",
  "&",
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
const pieces = fc.oneof(
  { weight: 8, arbitrary: closed },
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

  it.each(["", "Hello", "<b>Hi</b>, <i>you</i>", "a<br>b<br><br>", "<code></code>"])(
    "is all there is in %j",
    (text) => expect(isFlatMarkup(text)).toBe(true),
  );

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
    '<a href="https://e.example">x</a>',
    "<ul></ul>",
    "<script>x</script>",
    "a & b",
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
  });
});

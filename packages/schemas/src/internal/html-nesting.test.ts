import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markupOf, piecesOf } from "./html-markup.ts";
import { serializeNested } from "./html-nesting.ts";
import { nasty } from "./html-safety.test-helpers.ts";
import { serializeAllowed } from "./html-serialize.ts";
import { parseBounded } from "./html-tree.ts";

/** What the long way makes of a text, and what the short one does, where it takes it. */
function bothWays(text: string) {
  // `sanitizeHtml` makes line ends one before either.
  const pieces = piecesOf(text.replace(/\r\n?/g, "\n")) ?? [];
  const tree = parseBounded(markupOf(pieces));
  return { short: serializeNested(pieces), long: tree && serializeAllowed(tree, 1e9) };
}

const names = "a abbr acronym b blockquote br code em i li ol strong ul script p".split(" ");
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...names).map((name) => `<${name}>`),
      fc.constantFrom(...names).map((name) => `</${name}>`),
      fc.constantFrom("x", " ", "&", "amp;", "&lt;", "<a href='/?a&b' title=\"&quot;\">", "</3>"),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom("x", "a & b", "<br>", "<script>", "<!-- -->", "&am</b >p;", "<br/ title=x>"),
    fc
      .tuple(fc.constantFrom(...names), fc.array(tie("tree"), { maxLength: 3 }))
      .map(([name, inner]) => `<${name}>${inner.join("")}</${name}>`),
    fc
      .tuple(fc.constantFrom("ul", "ol"), fc.array(tie("tree"), { maxLength: 3 }))
      .map(
        ([name, items]) => `<${name}>${items.map((item) => `<li>${item}</li>`).join("")}</${name}>`,
      ),
  ),
}));

describe("the short way", () => {
  it("agrees with the parser wherever it answers", () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(soup, tree, nasty), (text) => {
        const { short, long } = bothWays(text);
        if (short === undefined) return;
        taken += 1;
        expect(short).toBe(long);
      }),
      { numRuns: 20_000 },
    );
    expect(taken, "texts that took the short way").toBeGreaterThan(5_000);
  });

  it.each([
    "<b>x</b>",
    "<b>",
    "<b><i>x",
    "<b><b><b><b>x</b></b></b></b>",
    "<ul><li>x</li><li><ol><li>y</li></ol></li></ul>",
    '<a href="https://e.example/?a=1&b=2">x</a>',
    "a<br>b",
    "<p>x</p>",
    "</3 you>",
  ])("takes %j", (text) => {
    const { short, long } = bothWays(text);
    expect(short).toBe(long);
  });

  it.each(["<b><i></b></i>", "<a><a>x</a></a>", "<li><li>", "<b><li>", "</b>", "</br>"])(
    "leaves %j to the parser",
    (text) => expect(bothWays(text).short).toBeUndefined(),
  );
});

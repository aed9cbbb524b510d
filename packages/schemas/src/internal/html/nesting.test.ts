import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../runs.test-helpers.ts";
import { serializeNested } from "./nesting.ts";
import { piecesOf } from "./pieces.ts";
import { nasty, soup, tree } from "./safety.test-helpers.ts";
import { serializeAllowed } from "./serialize.ts";
import { treeOf } from "./tree.ts";

/** What the long way makes of a text, and what the short one does, where it takes it. */
function bothWays(text: string) {
  // `sanitizeHtml` makes line ends one before either.
  const pieces = piecesOf(text.replace(/\r\n?/g, "\n"));
  const tree = treeOf(pieces, { spend: () => true });
  return { short: serializeNested(pieces), long: tree && serializeAllowed(tree, 1e9) };
}

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
      { numRuns: runs(20_000) },
    );
    expect(taken, "texts that took the short way").toBeGreaterThan(runs(20_000) / 4);
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

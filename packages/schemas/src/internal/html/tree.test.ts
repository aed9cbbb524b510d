import fc from "fast-check";
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html, parseFragment } from "parse5";
import { describe, expect, it } from "vitest";
import { runs } from "../runs.test-helpers.ts";
import { Budget } from "./budget.ts";
import type { Element, TextNode } from "./element.ts";
import { type Piece, piecesOf } from "./pieces.ts";
import { nasty, soup, tree } from "./safety.test-helpers.ts";
import { serializeAllowed } from "./serialize.ts";
import { treeOf } from "./tree.ts";

function written(piece: Piece): string {
  if (typeof piece === "string") return escaped(piece);
  const { tagName, attrs, isEnd } = piece;
  const all = attrs.map(({ name, value }) => ` ${name}="${escaped(value)}"`).join("");
  return isEnd ? `</${tagName}>` : `<${tagName}${all}>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** What parse5 makes of a text by itself. */
function reference(pieces: readonly Piece[]): string | undefined {
  const div = defaultTreeAdapter.createElement("div", html.NS.HTML, []);
  const fragment = parseFragment(div, pieces.map(written).join(""), {});
  return serializeAllowed({ children: fragment.childNodes.map(ours) }, 1e9);
}

/** A node of parse5's as one of ours. */
function ours(node: DefaultTreeAdapterTypes.ChildNode): TextNode | Element {
  if ("value" in node) return { value: node.value };
  if (!("tagName" in node)) throw new TypeError(`neither a text nor an element: ${node.nodeName}`);
  const { tagName, attrs, childNodes } = node;
  return { tagName, attrs, children: childNodes.map(ours), parent: undefined, isOpen: false };
}

describe("treeOf", () => {
  it("builds what parse5 builds of the same text", () => {
    fc.assert(
      fc.property(fc.oneof(soup, tree, nasty), (text) => {
        const pieces = piecesOf(text.replace(/\r\n?/g, "\n"));
        const built = treeOf(pieces, { spend: () => true });
        expect(built && serializeAllowed(built, 1e9)).toBe(reference(pieces));
      }),
      { numRuns: runs(20_000) },
    );
  });

  it("gives up when the budget is spent, and what is left of it stays", () => {
    const budget = new Budget();
    const short = piecesOf("<b><i>x</b>");
    const long = piecesOf("<b><i></b>".repeat(10_000));
    expect(treeOf(short, budget)).toBeDefined();
    expect(treeOf(long, budget)).toBeUndefined();
    budget.grant(1_000);
    expect(treeOf(short, budget)).toBeDefined();
  });

  it("counts what it looks for among open elements, which grows with the square of what is left open", () => {
    const text = `${"<em>".repeat(20_000)}${"</abbr>".repeat(20_000)}`;
    const budget = new Budget();
    budget.grant(text.length);
    expect(treeOf(piecesOf(text), budget)).toBeUndefined();
    expect(treeOf(piecesOf("<em>one <a>two</em> three</a>"), new Budget())).toBeDefined();
  });
});

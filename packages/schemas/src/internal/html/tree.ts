import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  html,
  Parser,
  Token,
  type TreeAdapter,
} from "parse5";
import type { Budget } from "./budget.ts";
import { DEEPEST, formatting } from "./limits.ts";
import type { Piece } from "./pieces.ts";
import type { Tag } from "./tag.ts";

/** What parts of the work take, in the budget's steps. */
const COSTS = { parser: 50, piece: 4, element: 12, open: 18, look: 1 };

type Spendable = Pick<Budget, "spend">;

/** Made once: noting the stack takes longer than most texts. */
const tooMuch = new Error("the budget is spent");

type Tree = DefaultTreeAdapterMap;

/**
 * Moves the children of an element in one go. parse5 takes them away from the front, one by one, which for 50,000 of them
 * takes a second; it does so with all that stands at the top level of a fragment, and where `</b>` comes after `<b><ul>`.
 * Rests on how parse5 works inside: its version is exact in package.json.
 */
class LinearParser extends Parser<Tree> {
  override _adoptNodes(donor: Tree["parentNode"], recipient: Tree["parentNode"]): void {
    for (const child of donor.childNodes) defaultTreeAdapter.appendChild(recipient, child);
    donor.childNodes = [];
  }
}

/** Builds the tree that a browser makes of the pieces, as the content of a div; undefined when it would take too long. */
export function treeOf(
  pieces: readonly Piece[],
  budget: Spendable,
): DefaultTreeAdapterTypes.DocumentFragment | undefined {
  if (!budget.spend(COSTS.parser + COSTS.piece * pieces.length)) return undefined;
  const div = defaultTreeAdapter.createElement("div", html.NS.HTML, []);
  try {
    const parser = LinearParser.getFragmentParser(div, { treeAdapter: countingAdapter(budget) });
    for (const piece of pieces) hand(parser, piece);
    parser.onEof({ type: Token.TokenType.EOF, location: null });
    return parser.getFragment();
  } catch (error) {
    if (error === tooMuch) return undefined;
    throw error;
  }
}

/** Hands a piece to the parser past its tokenizer: written out and read again, a text could turn into a tag. */
function hand(parser: Parser<Tree>, piece: Piece): void {
  if (typeof piece === "string") {
    parser.onCharacter({ type: Token.TokenType.CHARACTER, chars: piece, location: null });
  } else if (piece.isEnd) {
    parser.onEndTag(tokenOf(piece, Token.TokenType.END_TAG));
  } else {
    parser.onStartTag(tokenOf(piece, Token.TokenType.START_TAG));
  }
}

function tokenOf({ tagName, attrs }: Tag, type: Token.TagToken["type"]): Token.TagToken {
  return {
    type,
    tagName,
    tagID: html.getTagID(tagName),
    // The parser reads them only.
    attrs: attrs as Token.Attribute[],
    selfClosing: false,
    ackSelfClosing: false,
    location: null,
  };
}

/**
 * Builds the tree and counts what that takes. The parser looks through all open elements where a block opens or a tag
 * closes nothing, and opens formatting that was closed in the wrong order anew, again and again: its work may grow with
 * the square of the text.
 */
function countingAdapter(budget: Spendable): TreeAdapter<Tree> {
  const open = new Set<DefaultTreeAdapterTypes.Element>();
  function take(count: number): void {
    if (!budget.spend(count)) throw tooMuch;
  }
  const adapter: Partial<TreeAdapter<Tree>> = {
    createElement(...args) {
      take(COSTS.element);
      return defaultTreeAdapter.createElement(...args);
    },
    getNamespaceURI(element) {
      take(COSTS.look);
      return defaultTreeAdapter.getNamespaceURI(element);
    },
    // What is moved stands last nearly always; parse5 looks for it from the front.
    detachNode(node) {
      const siblings = node.parentNode?.childNodes;
      siblings?.splice(siblings.lastIndexOf(node), 1);
      node.parentNode = null;
    },
    onItemPush(element) {
      take(COSTS.open);
      if (!formatting.includes(element.tagName)) open.add(element);
      if (open.size > DEEPEST) throw tooMuch;
    },
    onItemPop(element) {
      open.delete(element);
    },
  };
  // Inherited: copying thirty functions would take longer than most texts.
  return Object.setPrototypeOf(adapter, defaultTreeAdapter);
}

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
const COSTS = { parser: 150, piece: 4, element: 12, open: 18, look: 1 };
/** Places of a list that are looked at in the time of one step. */
const PLACES_A_STEP = 16;

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
    countLookups(parser, budget);
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

/** Counts what the parser looks for in its own two lists, of which the adapter is told nothing. */
function countLookups(parser: Parser<Tree>, budget: Spendable): void {
  const { openElements, activeFormattingElements } = parser;
  const looksIntoStack = [
    "contains",
    "remove",
    "replace",
    "insertAfter",
    "getCommonAncestor",
  ] as const;
  const looksIntoList = [
    "getElementEntry",
    "removeEntry",
    "insertElementAfterBookmark",
    "pushElement",
  ] as const;
  count(openElements, looksIntoStack, () => openElements.stackTop, budget);
  count(
    activeFormattingElements,
    looksIntoList,
    () => activeFormattingElements.entries.length,
    budget,
  );
}

/** Makes methods of an object spend what a look at a list of that length takes, before they look. */
function count<Name extends string>(
  owner: Record<Name, (...args: never[]) => unknown>,
  names: readonly Name[],
  length: () => number,
  budget: Spendable,
): void {
  for (const name of names) {
    const look = owner[name];
    owner[name] = (...args) => {
      if (!budget.spend(Math.floor(length() / PLACES_A_STEP))) throw tooMuch;
      return look.apply(owner, args);
    };
  }
}

/**
 * Builds the tree and counts what that takes. The parser looks through all open elements where a block opens or a tag
 * closes nothing, and opens formatting that was closed in the wrong order again and again: its work may grow with
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

import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  html,
  Parser,
  type TreeAdapter,
} from "parse5";

/** Looks at open elements that one text may ask of the parser: some ten milliseconds' worth. */
const MOST_LOOKS = 2_000_000;
/** As deep as browsers go. Formatting is not counted: the parser looks past it at once. */
const DEEPEST = 512;
const formatting: readonly string[] = ["a", "b", "code", "em", "i", "strong"];

class TooComplex extends Error {}

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

/** Parses what holds allowed tags only, as the content of a div; undefined when it would take too long. */
export function parseBounded(markup: string): DefaultTreeAdapterTypes.DocumentFragment | undefined {
  const div = defaultTreeAdapter.createElement("div", html.NS.HTML, []);
  try {
    const parser = LinearParser.getFragmentParser(div, {
      treeAdapter: boundedAdapter(markup.length),
    });
    parser.tokenizer.write(markup, true);
    return parser.getFragment();
  } catch (error) {
    if (error instanceof TooComplex) return undefined;
    throw error;
  }
}

/**
 * Builds the tree and counts what that takes. The parser looks through all open elements where a block opens or a tag
 * closes nothing, and opens formatting that was closed in the wrong order anew, again and again: its work may grow with
 * the square of the text.
 */
function boundedAdapter(length: number): TreeAdapter<DefaultTreeAdapterMap> {
  const open = new Set<DefaultTreeAdapterTypes.Element>();
  let elements = Math.min(100_000, 1_000 + length / 2);
  let looks = MOST_LOOKS;
  return {
    ...defaultTreeAdapter,
    createElement(...args) {
      elements -= 1;
      if (elements < 0) throw new TooComplex();
      return defaultTreeAdapter.createElement(...args);
    },
    getNamespaceURI(element) {
      looks -= 1;
      if (looks < 0) throw new TooComplex();
      return defaultTreeAdapter.getNamespaceURI(element);
    },
    // What is moved stands last nearly always; parse5 looks for it from the front.
    detachNode(node) {
      const siblings = node.parentNode?.childNodes;
      siblings?.splice(siblings.lastIndexOf(node), 1);
      node.parentNode = null;
    },
    onItemPush(element) {
      if (!formatting.includes(element.tagName)) open.add(element);
      if (open.size > DEEPEST) throw new TooComplex();
    },
    onItemPop(element) {
      open.delete(element);
    },
  };
}

import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  html,
  parseFragment,
  type TreeAdapter,
} from "parse5";

/** Looks at open elements that one text may ask of the parser: some ten milliseconds' worth. */
const MOST_LOOKS = 2_000_000;
/** As deep as browsers go. Formatting is not counted: the parser looks past it at once. */
const DEEPEST = 512;
const formatting: readonly string[] = ["a", "b", "code", "em", "i", "strong"];

class TooComplex extends Error {}

/** Parses what holds allowed tags only, as the content of a div; undefined when it would take too long. */
export function parseBounded(markup: string): DefaultTreeAdapterTypes.DocumentFragment | undefined {
  const div = defaultTreeAdapter.createElement("div", html.NS.HTML, []);
  try {
    return parseFragment(div, markup, { treeAdapter: boundedAdapter(markup.length) });
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
    onItemPush(element) {
      if (!formatting.includes(element.tagName)) open.add(element);
      if (open.size > DEEPEST) throw new TooComplex();
    },
    onItemPop(element) {
      open.delete(element);
    },
  };
}

import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html, parseFragment } from "parse5";

/** More elements than this are no message any more, however few tags they were made of. */
const MOST_ELEMENTS = 100_000;
/** Looks at open elements that all tags together may ask of the parser: about a tenth of a second's worth. */
const MOST_LOOKS = 25_000_000;

class TooComplex extends Error {}

/**
 * Parses what holds allowed tags only, as the content of a div; undefined when it would take too long.
 *
 * Tags that are closed in the wrong order are opened anew by the parser, again and again, so a short text may ask for
 * very many elements.
 */
export function parseBounded(markup: string): DefaultTreeAdapterTypes.DocumentFragment | undefined {
  if (looks(markup) > MOST_LOOKS) return undefined;
  let elements = 0;
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(...args) {
      elements += 1;
      if (elements > MOST_ELEMENTS) throw new TooComplex();
      return defaultTreeAdapter.createElement(...args);
    },
  };
  const div = defaultTreeAdapter.createElement("div", html.NS.HTML, []);
  try {
    return parseFragment(div, markup, { treeAdapter });
  } catch (error) {
    if (error instanceof TooComplex) return undefined;
    throw error;
  }
}

const blocks: readonly string[] = ["blockquote", "li", "ol", "ul"];

/**
 * Estimates how many open elements the parser looks at: all of them where a block opens, those down to its partner where a
 * tag closes (up to eight times, when the order is wrong), and those with attributes where another tag opens.
 */
function looks(markup: string): number {
  const open: string[] = [];
  // For each open tag, how many up to it have attributes; what is closed in the wrong order may be opened anew.
  const attributed: number[] = [];
  let reopened = 0;
  let sum = 0;
  for (const [, slash, name = "", end] of markup.matchAll(/<(\/?)([a-z]+)(>?)/gi)) {
    const tag = name.toLowerCase();
    if (tag === "br") continue;
    const withAttributes = attributed.at(-1) ?? 0;
    if (slash === "") {
      sum += blocks.includes(tag) ? open.length : withAttributes + reopened;
      open.push(tag);
      attributed.push(withAttributes + (end === "" ? 1 : 0));
    } else {
      const partner = open.lastIndexOf(tag);
      const distance = open.length - Math.max(partner, 0);
      sum += distance === 1 ? 1 : 8 * distance;
      if (partner >= 0) {
        open.length = partner;
        attributed.length = partner;
        if (distance > 1) reopened += withAttributes - (attributed.at(-1) ?? 0);
      }
    }
    if (sum > MOST_LOOKS) break;
  }
  return sum;
}

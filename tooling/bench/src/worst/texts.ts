import type { Random } from "./random.ts";
import { between, pick } from "./random.ts";

/** What texts are made of: tags that are kept and tags that are not, marks, entities, odd characters, words. */
const atoms: readonly string[] = [
  ...[
    "<a>",
    "<b>",
    "<i>",
    "<ul>",
    "<li>",
    "<ol>",
    "<blockquote>",
    "<code>",
    "<em>",
    "<br>",
    "<abbr>",
  ],
  ...[
    "</a>",
    "</b>",
    "</i>",
    "</ul>",
    "</li>",
    "</ol>",
    "</blockquote>",
    "</code>",
    "</em>",
    "</p>",
    "</3",
  ],
  ...[
    '<a href="https://x.y">',
    "<a href='&#106;:x'>",
    "<b a=b c=d>",
    '<a title="',
    "<p>",
    "<script>",
    "<table>",
  ],
  ...[
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<!",
    "<?",
    "&",
    "&amp;",
    "&#60;",
    "&lt;",
    "&#x3c;",
    "=",
    '"',
    "'",
    "/",
  ],
  ...[
    "\u0300",
    "\u0315\u0300\u05ae\u0327",
    "\uff9e",
    "\u0f71\u0f72",
    "\u0345",
    "\u1100\u1161\u11a8",
    "\ufdfa",
  ],
  ...["\u0000", "\u0001", "\r", "\r\n", "\n", "\t", "\u00a0", "\u2028", "\ud800", "\u200d"],
  ...["x", "a word ", "é", "e\u0301", "ＡＢ", "ﬁ", "日本", "😀", "👩‍👩‍👧", "한", "½", "  "],
];

/** A text of `size` characters, about, and how its shape is called. */
export interface Text {
  readonly name: string;
  readonly make: (size: number) => string;
}

const repeated = (unit: string, size: number) =>
  unit.repeat(Math.max(1, Math.floor(size / unit.length)));

/** One of the shapes that texts can have, at random. */
export function randomText(random: Random): Text {
  const unit = Array.from({ length: between(random, 1, 4) }, () => pick(random, atoms)).join("");
  const first = random() < 0.4 ? pick(random, atoms) : "";
  if (random() < 0.25) {
    const tag = pick(random, ["a", "b", "i", "ul", "ol", "li", "blockquote", "code", "abbr", "p"]);
    const depth = pick(random, [3, 30, 500, 600, 5_000]);
    const pair = `<${tag}>`.repeat(depth) + unit + `</${tag}>`.repeat(depth);
    return {
      name: `(${depth} <${tag}> around ${shown(unit)})*`,
      make: (size) => first + repeated(pair, size),
    };
  }
  return {
    name: `${first && `${shown(first)} `}(${shown(unit)})*`,
    make: (size) => first + repeated(unit, size),
  };
}

/** A text as a table shows it: what cannot be seen is written as its code. */
function shown(text: string): string {
  return text.replace(/\p{C}|\p{M}|\p{Zl}|\u00a0|[|`]/gu, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

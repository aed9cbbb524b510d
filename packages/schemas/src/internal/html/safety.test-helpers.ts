import fc from "fast-check";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { expect } from "vitest";

const fragments = [
  ..."<>&;\"'=/`! \n\t\r\u0000\u0001\u000c:#x?-",
  ...[
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a ",
    "<a href=",
    "</a>",
    "<ul><li>",
    "</li>",
    "<br/>",
    "<ol>",
  ],
  ...["<blockquote>", "<code>", "<abbr title='", '<acronym title="', "<strong", "<em/"],
  ...[
    "<script>",
    "</script>",
    "<style>",
    "<svg>",
    "<math>",
    "<mi>",
    "<mglyph>",
    "<annotation-xml>",
  ],
  ...["<template>", "<noscript>", "<title>", "<textarea>", "</textarea>", "<plaintext>", "<xmp>"],
  ...[
    "<iframe srcdoc='",
    "<img src=x onerror=alert(1)>",
    "<table><td>",
    "<select>",
    "<form>",
    "<p>",
  ],
  ...["<image>", "<isindex>", "<body onload=", "<html>", "<head>", "<frameset>", "</p>", "</br>"],
  ...["<!--", "-->", "--!>", "<!", "<?", "<![CDATA[", "]]>", "<!doctype x>", "</", "/>", "<!-->"],
  ...["href", " href=", "title=", " target=_blank", " onclick=alert(1)", " style=x", "\u2028"],
  ...["javascript:", "JAVASCRIPT:", "java\tscript:", "data:", "https://e.example", "mailto:", "//"],
  ...[
    "&lt;",
    "&gt;",
    "&amp;",
    "&amp;amp;",
    "&#60;",
    "&#x3c;",
    "&#0;",
    "&quot;",
    "&colon;",
    "&Tab;",
  ],
  ...["&#106;avascript:", "&amp;#106;", "&NewLine;", "&amp;lt;script&amp;gt;", "&", "&#", "&#x"],
  ...[
    "＜",
    "＞",
    "＂",
    "＆",
    "ｊavascript：",
    "＜script＞",
    "\ufdd0",
    "\ufffd",
    "\ud800",
    "é",
    "🎉",
    "text",
  ],
];
/** Texts made of what has gone wrong elsewhere: tags, attributes, entities on several levels, odd letters. */
export const nasty = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...fragments) }, fc.string()), {
    maxLength: 24,
  })
  .map((parts) => parts.join(""));

const names = "a abbr acronym b blockquote br code em i li ol strong ul script p".split(" ");
/** Tags in any order. */
export const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...names).map((name) => `<${name}>`),
      fc.constantFrom(...names).map((name) => `</${name}>`),
      fc.constantFrom("x", " ", "&", "amp;", "&lt;", "<a href='/?a&b' title=\"&quot;\">", "</3>"),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
/** Tags that are closed in order. */
export const { tree } = fc.letrec<{ tree: string }>((tie) => ({
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

const attributes: Record<string, readonly string[]> = {
  a: ["href", "title", "target"],
  abbr: ["title"],
  acronym: ["title"],
};
const tags = "a abbr acronym b blockquote br code em i li ol strong ul".split(" ");

/** Reads the result as a browser does and looks at everything that is not text. */
export function expectSafe(html: string): void {
  const rest: DefaultTreeAdapterTypes.ChildNode[] = [...parseFragment(html).childNodes];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (node.nodeName === "#text") continue;
    expect(tags, html.slice(0, 500)).toContain(node.nodeName);
    if (!("attrs" in node)) continue;
    for (const { name, value } of node.attrs) {
      expect(attributes[node.tagName] ?? [], html.slice(0, 500)).toContain(name);
      if (name === "href") expect(schemeOf(value), html).toMatch(/^(?:https?|mailto|tel|)$/);
      if (name === "target") expect(["_blank", "_top"]).toContain(value);
    }
    for (const child of node.childNodes) rest.push(child);
  }
}

/** As the URL standard finds it: leading control characters and spaces go, tabs and line ends go anywhere. */
export function schemeOf(href: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it drops
  const stripped = href.replace(/^[\u0000-\u0020]+/, "").replace(/[\t\n\r]/g, "");
  return (/^([a-z][a-z0-9+.-]*):/i.exec(stripped)?.[1] ?? "").toLowerCase();
}

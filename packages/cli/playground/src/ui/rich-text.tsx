import type { ComponentChild } from "preact";

/** The tags that the platform lets through; everything else is shown as it was written. */
const tags: ReadonlySet<string> = new Set(
  "a abbr acronym b blockquote br code em i li ol strong ul".split(" "),
);
const protocols: ReadonlySet<string> = new Set(["http:", "https:", "mailto:", "tel:"]);
const DEEPEST = 40;
/** Longer texts are cut: a page that freezes helps nobody. */
const LONGEST = 20_000;

/**
 * What a bot wrote, as a visitor sees it. It is never set as markup: an inert document parses it, and only the tags of the
 * platform's list become elements of the page.
 */
export function RichText({ text }: { readonly text: string }) {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
  if (!/[<&]/.test(shown)) return <span class="rich">{shown}</span>;
  // In the body from its first tag on: a parser would put a leading script into the head.
  const { body } = new DOMParser().parseFromString(`<body>${shown}`, "text/html");
  return <span class="rich">{childrenOf(body, 0)}</span>;
}

function childrenOf(node: Node, depth: number): ComponentChild[] {
  return [...node.childNodes].map((child) => contentOf(child, depth));
}

function contentOf(node: Node, depth: number): ComponentChild {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element)) return "";
  const name = node.localName;
  if (!tags.has(name) || depth > DEEPEST) return node.outerHTML;
  if (name === "br") return <br />;
  const children = childrenOf(node, depth + 1);
  if (name === "a") return linkOf(node, children);
  const Tag = name as "b"; // one of the list above
  const title = node.getAttribute("title");
  return title === null ? <Tag>{children}</Tag> : <Tag title={title}>{children}</Tag>;
}

function linkOf(element: Element, children: ComponentChild[]): ComponentChild {
  const href = element.getAttribute("href") ?? "";
  return isSafeLink(href) ? (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : (
    <span class="link-off" title={`This link leads nowhere: ${href.slice(0, 100)}`}>
      {children}
    </span>
  );
}

/** Whether a link may be followed. */
export function isSafeLink(href: string): boolean {
  try {
    return protocols.has(new URL(href).protocol);
  } catch {
    return false;
  }
}

import { sanitizeHtml } from "@clustaar/schemas";
import type { ComponentChild } from "preact";

const protocols: ReadonlySet<string> = new Set(["http:", "https:", "mailto:", "tel:"]);
/** Deeper ones are shown as text. */
const DEEPEST = 40;
/** Longer texts are cut: a page that freezes helps nobody. */
const LONGEST = 20_000;

/**
 * What a bot wrote, as a visitor sees it. It is never set as markup: the platform's sanitiser leaves only the tags of its
 * list, an inert document parses what is left, and elements of the page are made from that one by one.
 */
export function RichText({ text }: { readonly text: string }) {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
  if (!/[<&]/.test(shown)) return <span class="rich">{shown}</span>;
  const { body } = new DOMParser().parseFromString(`<body>${sanitizeHtml(shown)}`, "text/html");
  return <span class="rich">{childrenOf(body, 0)}</span>;
}

function childrenOf(node: Node, depth: number): ComponentChild[] {
  return [...node.childNodes].map((child) => contentOf(child, depth));
}

function contentOf(node: Node, depth: number): ComponentChild {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element)) return "";
  if (depth > DEEPEST) return node.textContent;
  if (node.localName === "br") return <br />;
  const children = childrenOf(node, depth + 1);
  if (node.localName === "a") return linkOf(node, children);
  const Tag = node.localName as "b"; // one of the sanitiser's list
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

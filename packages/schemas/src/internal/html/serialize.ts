import type { Element, ParentNode, TextNode } from "./element.ts";
import { escapeMarkup, swap } from "./escape.ts";
import { isAllowedAttribute, isAllowedTag } from "./rules.ts";
import type { Attribute, Tag } from "./tag.ts";

/** Writes a tree as HTML, without recursion; undefined when the result would be longer than `longest`. */
export function serializeAllowed(root: ParentNode, longest: number): string | undefined {
  let html = "";
  // What is still to be written, the next one last; text stands for an end tag.
  const rest: (TextNode | Element | string)[] = root.children.toReversed();
  // What is opened again has the attributes of the first: looking at long ones each time would take the square of the text.
  const startTags = new Map<readonly Attribute[], string>();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === "string") html += next;
    else if ("value" in next) html += textAsHtml(next.value);
    else if (isAllowedTag(next.tagName)) {
      const tag = startTags.get(next.attrs) ?? startTag(next);
      startTags.set(next.attrs, tag);
      html += tag;
      if (next.tagName !== "br") {
        rest.push(`</${next.tagName}>`);
        // One by one: a call takes no 100,000 arguments.
        for (const child of next.children.toReversed()) rest.push(child);
      }
    }
    if (html.length > longest) return undefined;
  }
  return html;
}

/** Writes a text; entities stay as they are, but `&amp;` becomes `&`. */
export function textAsHtml(text: string): string {
  return ampersands(escapeMarkup(text));
}

/** Writes an allowed tag with those of its attributes whose values are allowed too. */
export function startTag({ tagName, attrs }: Pick<Tag, "tagName" | "attrs">): string {
  let tag = `<${tagName}`;
  for (const { name, value } of attrs) {
    const written = quoted(value);
    if (isAllowedAttribute(tagName, name, written.slice(1, -1))) tag += ` ${name}=${written}`;
  }
  return `${tag}>`;
}

/** Single quotes around what holds double ones only, as the original does; it leaves `&amp;` alone there. */
function quoted(value: string): string {
  const escaped = swap(value, "<", "&lt;");
  if (value.includes('"') && !value.includes("'")) return `'${escaped}'`;
  return `"${swap(ampersands(escaped), '"', "&quot;")}"`;
}

function ampersands(text: string): string {
  return swap(text, "&amp;", "&");
}

import type { Attribute, Tag } from "./tag.ts";

/** A text in a tree: what follows it without a tag between them is added to it. */
export interface TextNode {
  value: string;
}

/** What holds texts and elements. */
export interface ParentNode {
  children: (TextNode | Element)[];
}

/** An element of a tree. */
export interface Element extends ParentNode {
  readonly tagName: string;
  readonly attrs: readonly Attribute[];
  parent: ParentNode | undefined;
  /** Whether it stands among the open elements. */
  isOpen: boolean;
}

/** A new element of a tag, or one like another: empty, and nowhere yet. */
export function elementOf({ tagName, attrs }: Pick<Tag, "tagName" | "attrs">): Element {
  return { tagName, attrs, children: [], parent: undefined, isOpen: false };
}

import { type Element, elementOf, type ParentNode, type TextNode } from "./element.ts";
import { DEEPEST, formatting } from "./limits.ts";
import { type Spendable, tooMuch } from "./spendable.ts";

/** What parts of the work take, in the budget's steps. */
const COSTS = { element: 10, clone: 6, text: 2 };
/** Places of the stack that are looked at, or children that are moved, in the time of one step. */
const PLACES_A_STEP = 4;

/** What HTML calls "special", of the tags that are kept: an end tag of something else does not reach past one. */
const blocks: readonly string[] = ["blockquote", "li", "ol", "ul"];
const lists: readonly string[] = ["ol", "ul"];

/** HTML's "stack of open elements", the innermost last, and the tree that they stand in. */
export class OpenElements {
  readonly root: ParentNode = { children: [] };
  readonly #stack: Element[] = [];
  readonly #budget: Spendable;
  /** Open elements that are no formatting. */
  #depth = 0;

  constructor(budget: Spendable) {
    this.#budget = budget;
  }

  /** The element that was inserted last and is still open. */
  get current(): Element {
    // Asked for behind an insertion only.
    return this.#stack.at(-1) as Element;
  }

  /** The element at a place of the stack; outside of all stands the root. */
  at(index: number): Element | ParentNode {
    return this.#stack[index] ?? this.root;
  }

  indexOf(element: Element): number {
    const index = this.#stack.lastIndexOf(element);
    this.#looked(this.#stack.length - index);
    return index;
  }

  addText(text: string): void {
    this.#spend(COSTS.text);
    const parent = this.#stack.at(-1) ?? this.root;
    const last = parent.children.at(-1);
    if (last !== undefined && "value" in last) last.value += text;
    else addChild(parent, { value: text });
  }

  insert(element: Element): void {
    this.#spend(COSTS.element);
    append(element, this.#stack.at(-1) ?? this.root);
    this.#opened(element);
    this.#stack.push(element);
  }

  /** A new element like another. No tag of the text pays for building and writing it. */
  cloneOf(element: Element): Element {
    this.#spend(COSTS.clone);
    return elementOf(element);
  }

  pop(): void {
    const element = this.#stack.pop();
    if (element !== undefined) this.#closed(element);
  }

  /** Closes everything from a place of the stack on. */
  shorten(length: number): void {
    while (this.#stack.length > length) this.pop();
  }

  remove(element: Element): void {
    if (!element.isOpen) return;
    this.#stack.splice(this.indexOf(element), 1);
    this.#closed(element);
  }

  /** Puts a new element in the place of another, which is not open any more. */
  replace(index: number, element: Element): void {
    this.#spend(COSTS.element);
    this.#closed(this.#stack[index] as Element);
    this.#opened(element);
    this.#stack[index] = element;
  }

  /** Opens an element right inside another on the stack. */
  insertBehind(before: Element, element: Element): void {
    this.#opened(element);
    this.#stack.splice(this.indexOf(before) + 1, 0, element);
  }

  /** The outermost block inside the element at a place of the stack. */
  firstBlockBehind(index: number): Element | undefined {
    this.#looked(this.#stack.length - index);
    for (let at = index + 1; at < this.#stack.length; at++) {
      const element = this.#stack[at] as Element;
      if (isBlock(element)) return element;
    }
    return undefined;
  }

  /** Moves an element to the end of another. */
  move(element: Element, parent: Element | ParentNode): void {
    const siblings = element.parent?.children;
    // It stands last nearly always.
    siblings?.splice(siblings.lastIndexOf(element), 1);
    append(element, parent);
  }

  /** Makes an element the only child of another, with all the children that this one had. */
  adoptChildren(parent: Element, element: Element): void {
    this.#looked(parent.children.length);
    element.children = parent.children;
    for (const child of element.children) {
      if ("parent" in child) child.parent = element;
    }
    parent.children = [];
    append(element, parent);
  }

  /** What `</ul>` and the like close. */
  closeBlock(tagName: string): void {
    this.#closeFirst((element) => element.tagName === tagName, nowhere);
  }

  /** What `</li>` closes: an item of this list. */
  closeItem(): void {
    this.#closeFirst(isItem, ({ tagName }) => lists.includes(tagName));
  }

  /** What `<li>` closes first: the item before it, if nothing but formatting is open in that. */
  closeItemBefore(): void {
    this.#closeFirst(isItem, isBlock);
  }

  /** What any other end tag closes: nothing outside of the innermost block. */
  closeOther(tagName: string): void {
    this.#closeFirst((element) => element.tagName === tagName, isBlock);
  }

  /** Closes the innermost element that is wanted with all inside it, unless one that ends the search comes first. */
  #closeFirst(isWanted: Test, endsSearch: Test): void {
    for (let index = this.#stack.length - 1; index >= 0; index--) {
      const element = this.#stack[index] as Element;
      if (isWanted(element)) {
        this.shorten(index);
        return;
      }
      this.#spend(1);
      if (endsSearch(element)) return;
    }
  }

  #opened(element: Element): void {
    element.isOpen = true;
    if (formatting.includes(element.tagName)) return;
    this.#depth++;
    if (this.#depth > DEEPEST) throw tooMuch;
  }

  #closed(element: Element): void {
    element.isOpen = false;
    if (!formatting.includes(element.tagName)) this.#depth--;
  }

  #looked(places: number): void {
    this.#spend(Math.floor(places / PLACES_A_STEP));
  }

  #spend(steps: number): void {
    if (!this.#budget.spend(steps)) throw tooMuch;
  }
}

type Test = (element: Element) => boolean;
const nowhere: Test = () => false;
const isItem: Test = ({ tagName }) => tagName === "li";
const isBlock: Test = ({ tagName }) => blocks.includes(tagName);

/** A list that grows from nothing makes room for seventeen, where most elements have one child. */
function addChild(parent: ParentNode, child: TextNode | Element): void {
  if (parent.children.length === 0) parent.children = [child];
  else parent.children.push(child);
}

function append(element: Element, parent: ParentNode): void {
  element.parent = parent;
  addChild(parent, element);
}

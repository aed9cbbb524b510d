import { ActiveFormatting } from "./active-formatting.ts";
import { type Element, elementOf, type ParentNode } from "./element.ts";
import { formatting } from "./limits.ts";
import { OpenElements } from "./open-elements.ts";
import type { Piece } from "./pieces.ts";
import { type Spendable, tooMuch } from "./spendable.ts";
import type { Tag } from "./tag.ts";

/** What parts of the work take, in the budget's steps. */
const COSTS = { builder: 20, piece: 4 };
/** How often the adoption agency starts again, and how many elements it looks at to clone them: HTML's own numbers. */
const ROUNDS = 8;
const CLONES = 3;

/**
 * Builds the tree that a browser makes of the pieces, as the content of a div; undefined when it would take too long.
 *
 * It is HTML's tree construction (https://html.spec.whatwg.org/#parsing-main-inbody) for the few tags that are kept, with the
 * names that it has there. One step is left out, as in parse5: where a fourth of alike elements made the first inactive, and that
 * one is the innermost, browsers let its end tag close it and nothing else. A whole parser is more than half of what a bot would
 * bundle. Whatever it builds is safe: only what is allowed is written.
 */
export function treeOf(pieces: readonly Piece[], budget: Spendable): ParentNode | undefined {
  if (!budget.spend(COSTS.builder + COSTS.piece * pieces.length)) return undefined;
  try {
    const builder = new TreeBuilder(budget);
    for (const piece of pieces) builder.take(piece);
    return builder.root;
  } catch (error) {
    if (error === tooMuch) return undefined;
    throw error;
  }
}

class TreeBuilder {
  readonly #open: OpenElements;
  readonly #active: ActiveFormatting;

  constructor(budget: Spendable) {
    this.#open = new OpenElements(budget);
    this.#active = new ActiveFormatting(budget);
  }

  get root(): ParentNode {
    return this.#open.root;
  }

  take(piece: Piece): void {
    if (typeof piece === "string") {
      this.#reconstruct();
      this.#open.addText(piece);
    } else if (piece.isEnd) this.#end(piece);
    else this.#start(piece);
  }

  #start(tag: Tag): void {
    switch (tag.tagName) {
      case "blockquote":
      case "ol":
      case "ul":
        this.#open.insert(elementOf(tag));
        break;
      case "li":
        this.#open.closeItemBefore();
        this.#open.insert(elementOf(tag));
        break;
      case "br":
        this.#lineBreak(tag);
        break;
      default:
        if (tag.tagName === "a") this.#closeLink(tag);
        this.#reconstruct();
        this.#open.insert(elementOf(tag));
        if (formatting.includes(tag.tagName)) this.#active.push(this.#open.current);
    }
  }

  #end(tag: Tag): void {
    switch (tag.tagName) {
      case "blockquote":
      case "ol":
      case "ul":
        this.#open.closeBlock(tag.tagName);
        break;
      case "li":
        this.#open.closeItem();
        break;
      case "br":
        this.#lineBreak(tag);
        break;
      default:
        if (formatting.includes(tag.tagName)) this.#adopt(tag);
        else this.#open.closeOther(tag.tagName);
    }
  }

  #lineBreak(tag: Tag): void {
    this.#reconstruct();
    this.#open.insert(elementOf(tag));
    this.#open.pop();
  }

  /** A link ends where the next one starts. */
  #closeLink(tag: Tag): void {
    const link = this.#active.last("a");
    if (link === undefined) return;
    this.#adopt(tag);
    this.#active.remove(link);
    this.#open.remove(link);
  }

  /** "Reconstruct the active formatting elements": opens again what a block has closed. */
  #reconstruct(): void {
    const { elements } = this.#active;
    let first = elements.length;
    while (first > 0 && elements[first - 1]?.isOpen === false) first--;
    for (; first < elements.length; first++) {
      const clone = this.#open.cloneOf(elements[first] as Element);
      this.#open.insert(clone);
      elements[first] = clone;
    }
  }

  /** The "adoption agency algorithm": formatting that ends inside a block is taken apart around the block. */
  #adopt({ tagName }: Tag): void {
    for (let round = 0; round < ROUNDS; round++) {
      const element = this.#active.last(tagName);
      if (element === undefined) {
        this.#open.closeOther(tagName);
        return;
      }
      if (!element.isOpen) {
        this.#active.remove(element);
        return;
      }
      const at = this.#open.indexOf(element);
      const furthest = this.#open.firstBlockBehind(at);
      if (furthest === undefined) {
        this.#open.shorten(at);
        this.#active.remove(element);
        return;
      }
      this.#split(element, at, furthest);
    }
  }

  /** Takes `element` apart around the block `furthest`, which stands open somewhere inside it. */
  #split(element: Element, at: number, furthest: Element): void {
    let bookmark = element;
    let last = furthest;
    const first = this.#open.indexOf(furthest) - 1;
    for (let index = first; index > at; index--) {
      const node = this.#open.at(index) as Element; // inside `element`
      const place = this.#active.indexOf(node);
      if (place >= 0 && first - index < CLONES) {
        const clone = this.#open.cloneOf(node);
        this.#open.replace(index, clone);
        this.#active.elements[place] = clone;
        if (last === furthest) bookmark = clone;
        this.#open.move(last, clone);
        last = clone;
      } else {
        if (place >= 0) this.#active.remove(node);
        this.#open.remove(node);
      }
    }
    this.#open.move(last, this.#open.at(at - 1));
    const clone = this.#open.cloneOf(element);
    this.#open.adoptChildren(furthest, clone);
    this.#active.insertBehind(bookmark, clone);
    this.#active.remove(element);
    this.#open.remove(element);
    this.#open.insertBehind(furthest, clone);
  }
}

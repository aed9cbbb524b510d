import type { Element } from "./element.ts";
import { type Spendable, tooMuch } from "./spendable.ts";

/** Alike elements that may be active at once: HTML's own number. */
const MOST_ALIKE = 3;
/** Places of a list that are looked at in the time of one of the budget's steps. */
const PLACES_A_STEP = 4;

/** HTML's "list of active formatting elements", the newest last: what is opened again behind a block that has closed it. */
export class ActiveFormatting {
  readonly elements: Element[] = [];
  readonly #budget: Spendable;

  constructor(budget: Spendable) {
    this.#budget = budget;
  }

  /** The newest element of a name. */
  last(tagName: string): Element | undefined {
    this.#look();
    return this.elements.findLast((element) => element.tagName === tagName);
  }

  indexOf(element: Element): number {
    this.#look();
    return this.elements.lastIndexOf(element);
  }

  /** Adds an element; of four alike ones the oldest goes. */
  push(element: Element): void {
    this.#look();
    let alike = 0;
    for (let index = this.elements.length - 1; index >= 0 && alike < MOST_ALIKE; index--) {
      if (!isAlike(this.elements[index] as Element, element)) continue;
      alike++;
      if (alike === MOST_ALIKE) this.elements.splice(index, 1);
    }
    this.elements.push(element);
  }

  remove(element: Element): void {
    const index = this.indexOf(element);
    if (index >= 0) this.elements.splice(index, 1);
  }

  insertBehind(before: Element, element: Element): void {
    this.elements.splice(this.indexOf(before) + 1, 0, element);
  }

  /** Takes the time for one look through the list. */
  #look(): void {
    if (!this.#budget.spend(Math.floor(this.elements.length / PLACES_A_STEP))) throw tooMuch;
  }
}

function isAlike(left: Element, right: Element): boolean {
  return (
    left.tagName === right.tagName &&
    left.attrs.length === right.attrs.length &&
    left.attrs.every(({ name, value }) =>
      right.attrs.some((attribute) => attribute.name === name && attribute.value === value),
    )
  );
}

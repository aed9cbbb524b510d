import { nothing, oneCharacter, type Width } from "./width.ts";

/** One thing of a sequence: its width, and whether a quantifier may follow it. */
export interface Item {
  readonly kind: "position" | "repeat" | "other";
  readonly width: Width;
}

/** A place, such as `^`: it matches no character and cannot be repeated. */
export const position: Item = { kind: "position", width: nothing };

/** Any one character, or one of several. */
export const character: Item = { kind: "other", width: oneCharacter };

/** A group, a reference or an assertion. */
export function other(width: Width): Item {
  return { kind: "other", width };
}

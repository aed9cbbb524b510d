import type { Budget } from "./html/budget.ts";
import { sanitize } from "./html/sanitize.ts";
import { normalizeText } from "./normalize.ts";
import { strip } from "./python-text.ts";

/** The cleaning a text field gets on decode; always carried out in this order. */
export type Clean = "strip" | "normalize" | "html";

// Plain ASCII without markup is what most messages hold, and nothing below would change it.
const mayNeedCleaning = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x7e]/;
const whole: readonly Clean[] = ["strip", "normalize", "html"];

/** The function that carries out `steps`, or undefined where there is nothing to do. */
export function cleaner(
  steps: readonly Clean[],
): ((text: string, budget: Budget) => string) | undefined {
  if (steps.length === 0) return undefined;
  const strips = steps.includes("strip");
  const normalizes = steps.includes("normalize");
  const sanitizes = steps.includes("html");
  if (strips && steps.length === 1) return strip;
  // Looking for markup first and for odd characters later would be the original's order, in which
  // full-width `＜script＞` becomes a live tag: normalise, then sanitise.
  return (text, budget) => {
    let cleaned = strips ? strip(text) : text;
    if (!mayNeedCleaning.test(cleaned)) return cleaned;
    if (normalizes) cleaned = normalizeText(cleaned);
    return sanitizes ? sanitize(cleaned, budget) : cleaned;
  };
}

/** Puts cleaning steps, given in any order, into the order they are carried out in. */
export function inOrder(steps: readonly Clean[]): readonly Clean[] {
  return whole.filter((step) => steps.includes(step));
}

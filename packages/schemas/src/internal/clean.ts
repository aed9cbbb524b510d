import type { Budget } from "./html/budget.ts";
import { sanitize } from "./html/sanitize.ts";
import { normalizeText } from "./normalize.ts";
import { strip } from "./python-text.ts";

/** The cleaning a text field gets on decode; always carried out in this order. */
export type Clean = "strip" | "normalize" | "html";

// Characters that normalising leaves as they are beside any other of them: ASCII, what French and English add to it, and
// the many emoji that are \ud83d and a second half. Without `&`, `<` and `>`.
const plain = String.raw`\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x7e\xa1-\xa7\xa9\xab\xae\xb0\xb1\xb6\xb7\xbb\xbf-\xff\u0152\u0153\u2013\u2014\u2018\u2019\u201c\u201d\u20ac\ud83d\udc00-\udfff`;
// Most messages hold nothing else, and no step below would change them.
const mayNeedCleaning = new RegExp(`[^${plain}]`);
const mayNeedNormalizing = new RegExp(`[^${plain}&<>]`);
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
    if (normalizes && mayNeedNormalizing.test(cleaned)) cleaned = normalizeText(cleaned);
    return sanitizes ? sanitize(cleaned, budget, text.length) : cleaned;
  };
}

/** Puts cleaning steps, given in any order, into the order they are carried out in. */
export function inOrder(steps: readonly Clean[]): readonly Clean[] {
  return whole.filter((step) => steps.includes(step));
}

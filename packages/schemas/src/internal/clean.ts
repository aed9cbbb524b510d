import type { Budget } from "./html/budget.ts";
import { sanitize } from "./html/sanitize.ts";
import { normalizeText } from "./normalize.ts";
import { strip } from "./python-text.ts";

/** The cleaning a text field gets on decode; always carried out in this order. */
export type Clean = "strip" | "normalize" | "html";

// Characters that normalising leaves as they are beside any other of them: ASCII, what European languages add to it, dashes,
// quotes, and emoji, which are pairs of surrogates but for what `decomposing` names. At most 15 ranges: with more, V8 calls a
// function for each character of a text that goes beyond Latin-1, which takes four times as long.
const beyondAscii = String.raw`\xa1-\xa7\xab\xb0\xb1\xbb\xbf-\u0131\u014a-\u017e\u200b-\u2023\u20ac\ud83c-\ud83e\udc00-\udfff`;
const decomposing = String.raw`[\u2011\u2017]|\ud83c[\udd00-\udde5\ude00-\udeff]|\ud83e[\udfc0-\udfff]`;
// Most messages hold nothing else, and no step below would change them: ASCII without `&`, `<` and `>`.
const mayNeedCleaning = new RegExp(
  String.raw`[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x7e${beyondAscii}]|${decomposing}`,
);
const mayNeedNormalizing = new RegExp(String.raw`[^\t\n\x20-\x7e${beyondAscii}]|${decomposing}`);
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

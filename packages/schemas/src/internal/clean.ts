import { sanitizeHtml } from "../sanitize-html.ts";
import { strip } from "./python-text.ts";

/** The cleaning a text field gets on decode; always carried out in this order. */
export type Clean = "strip" | "normalize" | "html";

// Plain ASCII without markup is what most messages hold, and nothing below would change it.
const mayNeedCleaning = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x7e]/;
// Letters, accents, quotes, dashes and emoji that NFKC is known to leave as they are (a test asks
// `normalize` about each one): with only these around, the call can be skipped.
const normalized =
  /^(?:[\x00-\x7f\u00a1-\u00a7\u00a9\u00ab-\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u2010\u2012-\u2016\u2018-\u201f\u2020-\u2022\u20ac\u2190-\u21ff\u2600-\u26ff]|\ud83c[\udf00-\udfff]|\ud83d[\udc00-\udfff]|\ud83e[\udd00-\uddff])*$/;

const whole: readonly Clean[] = ["strip", "normalize", "html"];

/** The function that carries out `steps`, or undefined where there is nothing to do. */
export function cleaner(steps: readonly Clean[]): ((text: string) => string) | undefined {
  if (steps.length === 0) return undefined;
  const strips = steps.includes("strip");
  const normalizes = steps.includes("normalize");
  const sanitizes = steps.includes("html");
  if (strips && steps.length === 1) return strip;
  // Looking for markup first and for odd characters later would be the original's order, in which
  // full-width `＜script＞` becomes a live tag: normalise, then sanitise.
  return (text) => {
    let cleaned = strips ? strip(text) : text;
    if (!mayNeedCleaning.test(cleaned)) return cleaned;
    if (normalizes && !normalized.test(cleaned)) cleaned = cleaned.normalize("NFKC");
    return sanitizes ? sanitizeHtml(cleaned) : cleaned;
  };
}

/** Puts cleaning steps, given in any order, into the order they are carried out in. */
export function inOrder(steps: readonly Clean[]): readonly Clean[] {
  return whole.filter((step) => steps.includes(step));
}

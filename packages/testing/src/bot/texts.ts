import { testBounded } from "../internal/bounded-regexp.ts";
import type { When } from "./bot-file.ts";

/**
 * Whether a typed text fits.
 *
 * @throws ConversationError `regexp_too_slow` where an expression goes wild on it.
 */
export function fits(when: When, text: string): boolean {
  if (typeof when === "string") return plain(when) === plain(text);
  if ("regexp" in when) return testBounded(when.regexp, when.flags ?? "i", text);
  return when.some((one) => plain(one) === plain(text));
}

/** Texts are compared without regard to case, outer white space and Unicode's several ways of writing one letter. */
function plain(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

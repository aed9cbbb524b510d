import fc from "fast-check";
import type { TextLimits } from "./specs.ts";

export const words = fc.constantFrom("red", "blue", "Step_2", "42", "été", "😀", "名前", "x y");

/** Texts that are within their limits, and that no cleaning changes. */
export function fittingTexts({ min = 0, max = 60, pattern, url, oneOf, regexp }: TextLimits) {
  if (oneOf !== undefined) return fc.constantFrom(...oneOf);
  if (regexp) return fc.constantFrom("^a+$", "\\d{3}", "(?P<year>\\d+)");
  if (url !== undefined) return fc.constantFrom("https://a.example/b?c=d", "http://1.2.3.4:80");
  if (pattern !== undefined) {
    if (pattern.source.includes("{24}")) return fc.constantFrom("507f191e810c19729de860ea");
    if (pattern.source.includes("\\d*$")) return fc.constantFrom("", "7", "1234");
    return fc.constantFrom("color", "size_2", "Étage");
  }
  return fc
    .array(words, { minLength: Math.min(min, 1), maxLength: 6 })
    .map((parts) => [...parts.join(" ")].slice(0, max).join("").trim() || "x".repeat(min));
}
